package dev.ingot.http.client;

import dev.ingot.http.Framing;
import dev.ingot.http.Headers;
import dev.ingot.http.HttpException;
import dev.ingot.http.HttpFailure;
import dev.ingot.http.HttpFailure.Phase;
import dev.ingot.http.HttpFailureException;
import dev.ingot.http.HttpReader;
import dev.ingot.http.HttpWriter;
import dev.ingot.http.RequestHead;
import dev.ingot.http.ResponseHead;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One request and its response on one connection. */
final class Exchange {
  private static final int CHUNK = 32 * 1024;
  private static final int LEAST = 1024;
  private static final int MOST_INTERIM = 20;
  private static final Set<String> OURS =
      Set.of("host", "content-length", "transfer-encoding", "connection", "user-agent");

  private final ClientConnection connection;
  private final HttpRequest request;
  private final Route route;
  private final String userAgent;
  private final Limits limits;
  private boolean answered;
  private boolean reusable;

  Exchange(
      ClientConnection connection,
      HttpRequest request,
      Route route,
      String userAgent,
      Limits limits) {
    this.connection = connection;
    this.request = request;
    this.route = route;
    this.userAgent = userAgent;
    this.limits = limits;
  }

  /** Whether anything of a response came. */
  boolean isAnswered() {
    return answered;
  }

  /** Whether the connection can take another request. */
  boolean isReusable() {
    return reusable;
  }

  /**
   * Sends and receives.
   *
   * @throws HttpFailureException without the request's address
   * @throws BodySink.LocalFileException when a file can't be read or written
   */
  HttpResponse run(BodySink.Choice sinks) throws IOException {
    connection.use();
    HttpReader reader = connection.reader();
    ResponseHead head;
    try {
      Optional<IOException> unsent = send();
      head = head(reader, unsent);
    } catch (HttpException e) {
      throw failed(new HttpFailure.NotHttp(e.problem()), e);
    }
    BodySink sink = sinks.of(head.status());
    try {
      HttpReader.Body body = reader.body(Framing.of(head, request.method()));
      receive(body, sink);
    } catch (SocketTimeoutException e) {
      throw failed(new HttpFailure.TimedOut(Phase.BODY, limits.idle()), e);
    } catch (HttpException e) {
      throw failed(new HttpFailure.NotHttp(e.problem()), e);
    } catch (HttpFailureException | BodySink.LocalFileException e) {
      throw e;
    } catch (IOException e) {
      throw failed(new HttpFailure.ConnectionLost(String.valueOf(e.getMessage())), e);
    } finally {
      sink.end();
    }
    return new HttpResponse(
        request.uri(), head.status(), head.reason(), head.headers(), sink.bytes());
  }

  private static HttpFailureException failed(HttpFailure failure, IOException cause) {
    HttpFailureException exception = new HttpFailureException("", failure);
    exception.initCause(cause);
    return exception;
  }

  /** A server may answer before it has taken everything, and close: then its answer counts. */
  private Optional<IOException> send() throws IOException {
    byte[] head = HttpWriter.head(requestHead());
    try {
      switch (request.body()) {
        case RequestBody.None() -> connection.write(head, 0, head.length, limits.idle());
        case RequestBody.Bytes bytes -> {
          byte[] body = bytes.bytes();
          int first = Math.min(body.length, CHUNK);
          byte[] start = Arrays.copyOf(head, head.length + first);
          System.arraycopy(body, 0, start, head.length, first);
          connection.write(start, 0, start.length, limits.idle());
          for (int at = first; at < body.length; at += CHUNK) {
            connection.write(body, at, Math.min(CHUNK, body.length - at), limits.idle());
          }
        }
        case RequestBody.Content(Path file) -> {
          connection.write(head, 0, head.length, limits.idle());
          sendFile(file);
        }
      }
      return Optional.empty();
    } catch (SocketTimeoutException e) {
      throw failed(new HttpFailure.TimedOut(Phase.REQUEST, limits.idle()), e);
    } catch (BodySink.LocalFileException e) {
      throw e;
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  private void sendFile(Path file) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long left = length(file);
    try (InputStream in = opened(file)) {
      while (left > 0) {
        int count;
        try {
          count = in.read(chunk, 0, (int) Math.min(chunk.length, left));
        } catch (IOException e) {
          throw new BodySink.LocalFileException(e);
        }
        if (count < 0) {
          throw new BodySink.LocalFileException(
              new IOException(file + " became shorter while it was sent"));
        }
        connection.write(chunk, 0, count, limits.idle());
        left -= count;
      }
    }
  }

  private static InputStream opened(Path file) throws BodySink.LocalFileException {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new BodySink.LocalFileException(e);
    }
  }

  private static long length(Path file) throws BodySink.LocalFileException {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new BodySink.LocalFileException(e);
    }
  }

  private RequestHead requestHead() throws BodySink.LocalFileException {
    Headers headers =
        Headers.NONE.with("Host", route.origin().hostField()).with("User-Agent", userAgent);
    for (Headers.Field field : request.headers().fields()) {
      headers = with(headers, field);
    }
    for (Headers.Field field : request.secrets().fields()) {
      headers = with(headers, field);
    }
    Optional<String> user = Origin.userInfo(request.uri());
    if (user.isPresent() && headers.first("authorization").isEmpty()) {
      headers = headers.with("Authorization", HttpRequest.basic(user.get()));
    }
    if (route.isForwarded()) {
      Optional<String> credentials = route.proxy().flatMap(ProxyAddress::credentials);
      if (credentials.isPresent()) {
        headers = headers.with("Proxy-Authorization", credentials.get());
      }
    }
    long length =
        switch (request.body()) {
          case RequestBody.None() ->
              switch (request.method()) {
                case "POST", "PUT", "PATCH" -> 0;
                default -> -1;
              };
          case RequestBody.Bytes bytes -> bytes.bytes().length;
          case RequestBody.Content(Path file) -> length(file);
        };
    if (length >= 0) {
      headers = headers.with("Content-Length", Long.toString(length));
    }
    return new RequestHead(request.method(), target(), 1, headers);
  }

  private static Headers with(Headers headers, Headers.Field field) {
    return OURS.contains(field.name().toLowerCase(Locale.ROOT))
        ? headers
        : headers.with(field.name(), field.value());
  }

  private String target() {
    String path = Optional.ofNullable(request.uri().getRawPath()).orElse("");
    String query = request.uri().getRawQuery();
    String target = (path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    String encoded = Percent.encodeIllegal(target);
    return route.isForwarded() ? route.origin() + encoded : encoded;
  }

  private ResponseHead head(HttpReader reader, Optional<IOException> unsent) throws IOException {
    long deadline = System.nanoTime() + limits.response().toNanos();
    try {
      for (int interim = 0; interim < MOST_INTERIM; interim++) {
        Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
        if (!answered && !reader.awaitMessage(left)) {
          throw new EOFException("the server closed it without a response");
        }
        answered = true;
        ResponseHead head = reader.readResponseHead(left);
        if (!head.isInterim()) {
          reusable = unsent.isEmpty() && head.keepAlive();
          return head;
        }
      }
      throw new HttpException(502, "it does not end announcing a response");
    } catch (SocketTimeoutException e) {
      throw failed(new HttpFailure.TimedOut(Phase.RESPONSE, limits.response()), e);
    } catch (HttpException e) {
      throw e;
    } catch (IOException e) {
      String why = String.valueOf(unsent.orElse(e).getMessage());
      throw failed(new HttpFailure.ConnectionLost(why), e);
    }
  }

  private void receive(HttpReader.Body body, BodySink sink) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long began = System.nanoTime();
    int since = 0;
    while (true) {
      // A byte now and then is no progress: the time begins anew with each kibibyte.
      Duration left = limits.idle().minusNanos(System.nanoTime() - began);
      if (left.isNegative() || left.isZero()) {
        throw new SocketTimeoutException("too slow");
      }
      int count = body.read(chunk, 0, chunk.length, left);
      if (count < 0) {
        break;
      }
      sink.write(chunk, 0, count);
      since += count;
      if (since >= LEAST) {
        since = 0;
        began = System.nanoTime();
      }
    }
    reusable &= body.isComplete();
  }
}
