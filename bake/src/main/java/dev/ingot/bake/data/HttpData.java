package dev.ingot.bake.data;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.DataSource;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.StepException;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The body of an HTTP response. Rules: the documentation of Packer's http data source. */
public final class HttpData implements DataSource {
  private static final int MOST_BYTES = 64 * 1024 * 1024;
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE");

  private final Duration timeout;

  /**
   * @param timeout how long one request may take
   */
  public HttpData(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public String type() {
    return "http";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder()
        .required("url", Type.STRING, "The URL, http or https.")
        .optional("method", Type.STRING, "The method of the request (default GET).")
        .optional("request_headers", SchemaBuilder.TEXT_MAP, "Headers of the request.")
        .optional("request_body", Type.STRING, "The body of the request.")
        .build();
  }

  @Override
  public Type output() {
    return new Type.ObjectType(
        new TreeMap<>(
            Map.of(
                "url", Type.STRING,
                "response_headers", SchemaBuilder.TEXT_MAP,
                "body", Type.STRING)));
  }

  @Override
  public Value read(Arguments arguments) throws StepException, InterruptedException {
    String url = arguments.text("url", "");
    // Timeouts of a connection apply to each read; a server that trickles bytes evades them.
    FutureTask<Value> request = new FutureTask<>(() -> request(url, arguments));
    Thread.ofVirtual().name("data http").start(request);
    try {
      return request.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new StepException(url + " did not answer within " + timeout.toSeconds() + " s.");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StepException failure) {
        throw failure;
      }
      String reason = e.getCause() instanceof Exception cause ? IoMessage.of(cause) : "it failed";
      throw new StepException(url + " can't be read: " + reason + ".");
    } finally {
      boolean _ = request.cancel(true);
    }
  }

  private Value request(String url, Arguments arguments) throws StepException, IOException {
    HttpURLConnection connection = open(url);
    try {
      String method = arguments.text("method", "GET");
      if (!METHODS.contains(method)) {
        throw new StepException("The method \"" + method + "\" is not supported.");
      }
      connection.setRequestMethod(method);
      arguments.textMap("request_headers").forEach(connection::setRequestProperty);
      String body = arguments.text("request_body", "");
      if (!body.isEmpty()) {
        connection.setDoOutput(true);
        try (OutputStream out = connection.getOutputStream()) {
          out.write(body.getBytes(StandardCharsets.UTF_8));
        }
      }
      int status = connection.getResponseCode();
      if (status < 200 || status > 299) {
        throw new StepException(url + " answered with status " + status + ".");
      }
      return Values.object(
          Map.of(
              "url", Value.of(url),
              "response_headers", headers(connection),
              "body", Value.of(body(url, connection))));
    } finally {
      connection.disconnect();
    }
  }

  private HttpURLConnection open(String url) throws StepException, IOException {
    try {
      URI uri = new URI(url);
      if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
        throw new StepException("\"" + url + "\" is not an http or https URL.");
      }
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout((int) timeout.toMillis());
      connection.setReadTimeout((int) timeout.toMillis());
      connection.setUseCaches(false);
      return connection;
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new StepException("\"" + url + "\" is no URL: " + e.getMessage() + ".");
    }
  }

  private static Value headers(HttpURLConnection connection) {
    Map<String, Value> headers = new TreeMap<>();
    for (Map.Entry<String, List<String>> header : connection.getHeaderFields().entrySet()) {
      // The status line has no name.
      if (header.getKey() != null) {
        headers.put(header.getKey(), Value.of(String.join(", ", header.getValue())));
      }
    }
    return Values.map(Type.STRING, headers);
  }

  private static String body(String url, HttpURLConnection connection)
      throws StepException, IOException {
    try (InputStream in = connection.getInputStream()) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new StepException("The answer of " + url + " is larger than 64 MiB.");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new StepException("The answer of " + url + " is not UTF-8 text.");
    }
  }
}
