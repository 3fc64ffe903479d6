package dev.ingot.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** Sends small HTTP/1.1 requests to a Unix socket, each on its own connection. */
public final class UnixHttpClient {
  private static final int MAX_BODY = 64 << 20;
  private static final Duration WRITE = Duration.ofSeconds(10);

  private final Path socket;
  private final Watchdog watchdog;

  /** For this socket. */
  public UnixHttpClient(Path socket, Watchdog watchdog) {
    this.socket = socket;
    this.watchdog = watchdog;
  }

  /**
   * Sends a request and waits for the response.
   *
   * @throws IOException when there is no response in time
   */
  public UnixHttpServer.Response call(String method, String target, String body, Duration timeout)
      throws IOException {
    try (UnixConnection connection = UnixConnection.connect(socket, watchdog)) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      Headers headers =
          Headers.NONE
              .with("Host", "ingot")
              .with("Connection", "close")
              .with("Content-Length", Integer.toString(bytes.length));
      byte[] head = HttpWriter.head(new RequestHead(method, target, 1, headers));
      byte[] whole = new byte[head.length + bytes.length];
      System.arraycopy(head, 0, whole, 0, head.length);
      System.arraycopy(bytes, 0, whole, head.length, bytes.length);
      connection.write(whole, 0, whole.length, WRITE);
      HttpReader reader = new HttpReader(connection);
      ResponseHead response = reader.readResponseHead(timeout);
      byte[] answer = Bodies.readAll(reader.body(Framing.of(response, method)), MAX_BODY, timeout);
      return new UnixHttpServer.Response(
          response.status(), new String(answer, StandardCharsets.UTF_8));
    }
  }
}
