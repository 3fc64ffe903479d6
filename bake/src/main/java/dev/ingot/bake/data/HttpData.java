package dev.ingot.bake.data;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.DataSource;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.StepException;
import dev.ingot.graph.Cancellation;
import dev.ingot.http.Headers;
import dev.ingot.http.HttpFailureException;
import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.RequestBody;
import dev.ingot.http.client.Surroundings;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The body of an HTTP response. Rules: the documentation of Packer's http data source. */
public final class HttpData implements DataSource {
  private static final int MOST_BYTES = 64 * 1024 * 1024;
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE");

  private final Surroundings surroundings;
  private final Duration timeout;

  /**
   * @param timeout how long one request may take, with everything it is redirected to
   */
  public HttpData(Surroundings surroundings, Duration timeout) {
    this.surroundings = surroundings;
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
    HttpRequest request = request(arguments);
    Cancellation late = new Cancellation();
    FutureTask<HttpResponse> answer = new FutureTask<>(() -> send(request, late));
    Thread.ofVirtual().name("data http").start(answer);
    try {
      return value(
          arguments.text("url", ""),
          request,
          answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw new StepException(request + " did not answer within " + timeout.toSeconds() + " s.");
    } catch (ExecutionException e) {
      throw failure(request, e.getCause());
    } finally {
      late.cancel();
    }
  }

  private static StepException failure(HttpRequest request, @Nullable Throwable cause) {
    return switch (cause) {
      case HttpFailureException failed ->
          new StepException(
              request
                  + " can't be read: "
                  + failed.failure().problem()
                  + ". "
                  + failed.failure().remedy());
      case Exception other ->
          new StepException(request + " can't be read: " + IoMessage.of(other) + ".");
      case null, default -> new StepException(request + " can't be read: it failed.");
    };
  }

  private static HttpRequest request(Arguments arguments) throws StepException {
    String url = arguments.text("url", "");
    String method = arguments.text("method", "GET");
    if (!METHODS.contains(method)) {
      throw new StepException("The method \"" + method + "\" is not supported.");
    }
    HttpRequest request = HttpRequest.of(method, uri(url)).withMost(MOST_BYTES);
    String body = arguments.text("request_body", "");
    if (!body.isEmpty()) {
      request = request.withBody(RequestBody.of(body.getBytes(StandardCharsets.UTF_8)));
    }
    for (Map.Entry<String, String> header : arguments.textMap("request_headers").entrySet()) {
      // Tokens are given this way, so none of them follows a redirect to another host.
      request = request.withSecret(header.getKey(), header.getValue());
    }
    return request;
  }

  private static URI uri(String url) throws StepException {
    try {
      URI uri = new URI(url);
      if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
        throw new StepException("\"" + url + "\" is not an http or https URL.");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new StepException("\"" + url + "\" is no URL: " + e.getMessage() + ".");
    }
  }

  private HttpResponse send(HttpRequest request, Cancellation cancellation) throws IOException {
    ClientSettings settings = ClientSettings.usual(surroundings.environment());
    try (HttpClient client = new HttpClient(settings, surroundings)) {
      return client.send(request, cancellation);
    }
  }

  private static Value value(String url, HttpRequest request, HttpResponse response)
      throws StepException {
    if (!response.isSuccessful()) {
      throw new StepException(request + " was answered with status " + response.statusText() + ".");
    }
    SortedMap<String, String> joined = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Headers.Field field : response.headers().fields()) {
      joined.merge(field.name(), field.value(), (one, other) -> one + ", " + other);
    }
    Map<String, Value> headers = new TreeMap<>();
    joined.forEach((name, field) -> headers.put(name, Value.of(field)));
    try {
      return Values.object(
          Map.of(
              "url", Value.of(url),
              "response_headers", Values.map(Type.STRING, headers),
              "body",
                  Value.of(
                      StandardCharsets.UTF_8
                          .newDecoder()
                          .decode(ByteBuffer.wrap(response.body()))
                          .toString())));
    } catch (CharacterCodingException e) {
      throw new StepException("The answer to " + request + " is not UTF-8 text.");
    }
  }
}
