package dev.ingot.bake.docker;

import dev.ingot.bake.StepException;
import dev.ingot.graph.Cancellation;
import dev.ingot.http.Framing;
import dev.ingot.http.Headers;
import dev.ingot.http.HttpReader;
import dev.ingot.http.HttpWriter;
import dev.ingot.http.RequestHead;
import dev.ingot.http.ResponseHead;
import dev.ingot.http.UnixConnection;
import dev.ingot.http.Watchdog;
import dev.ingot.registry.json.JsonIn;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The API of a Docker or Podman engine over its Unix socket, each request on a connection of its
 * own. Rules: the documentation of the Docker Engine API.
 *
 * @param socket in the file system
 * @param prefix of all targets, the version of the API
 */
record Engine(Path socket, String prefix) {
  /** The newest version of the API whose documentation was read. */
  private static final Version NEWEST = new Version(1, 47);

  private static final Duration WRITE = Duration.ofMinutes(2);
  private static final Duration PING = Duration.ofSeconds(30);
  private static final int MAX_ANSWER = 16 << 20;

  private record Version(int major, int minor) {
    static Optional<Version> parse(String text) {
      int dot = text.indexOf('.');
      try {
        return dot < 0
            ? Optional.empty()
            : Optional.of(
                new Version(
                    Integer.parseInt(text.substring(0, dot)),
                    Integer.parseInt(text.substring(dot + 1))));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    boolean isAfter(Version other) {
      return major > other.major || (major == other.major && minor > other.minor);
    }
  }

  /**
   * Connects and agrees on the version of the API.
   *
   * @throws StepException when no engine answers; the message says what to do
   */
  static Engine connect(Path socket, Cancellation cancellation)
      throws StepException, InterruptedException {
    EngineRequest ping = EngineRequest.of("GET", "/_ping").idle(PING);
    try {
      Optional<String> offered =
          new Engine(socket, "")
              .send(ping, cancellation, (head, _) -> head.headers().first("Api-Version"));
      Version version =
          offered.flatMap(Version::parse).filter(each -> !each.isAfter(NEWEST)).orElse(NEWEST);
      return new Engine(socket, "/v" + version.major() + "." + version.minor());
    } catch (EngineException e) {
      throw new StepException("What answers at " + socket + " is no engine: " + e.getMessage());
    } catch (IOException e) {
      throw new StepException(
          "No engine answers at "
              + socket
              + ": "
              + e.getMessage()
              + ". Start Docker or Podman, check your permissions for the socket, or set"
              + " DOCKER_HOST.");
    }
  }

  /** Takes an answer whose status is a success. */
  @FunctionalInterface
  interface Answer<T> {
    T read(ResponseHead head, InputStream body) throws IOException;
  }

  /** Takes a connection that is no longer HTTP. */
  @FunctionalInterface
  interface Hijacked<T> {
    T use(UnixConnection connection, InputStream in) throws IOException;
  }

  /**
   * Sends a request.
   *
   * @throws EngineException when the engine refuses it
   * @throws InterruptedException when it was cancelled
   */
  <T> T send(EngineRequest request, Cancellation cancellation, Answer<T> answer)
      throws IOException, InterruptedException {
    return exchange(
        request.with("Connection", "close"),
        cancellation,
        (connection, reader, head) ->
            answer.read(head, body(reader, head, request.method(), request.idle())));
  }

  /** Sends a request whose answer is one object. */
  <T> T object(EngineRequest request, Cancellation cancellation, Function<JsonIn, T> read)
      throws IOException, InterruptedException {
    return send(
        request,
        cancellation,
        (_, body) -> {
          byte[] bytes = body.readNBytes(MAX_ANSWER);
          try {
            return JsonIn.document(bytes, read);
          } catch (IllegalArgumentException e) {
            throw new IOException("the engine's answer isn't understood: " + e.getMessage(), e);
          }
        });
  }

  /** Sends a request whose answer doesn't matter. */
  void run(EngineRequest request, Cancellation cancellation)
      throws IOException, InterruptedException {
    boolean _ = send(request, cancellation, (_, _) -> true);
  }

  /** Whether something exists. */
  boolean exists(String target, Cancellation cancellation)
      throws IOException, InterruptedException {
    try {
      run(EngineRequest.of("GET", target), cancellation);
      return true;
    } catch (EngineException e) {
      if (e.status() == 404) {
        return false;
      }
      throw e;
    }
  }

  /** Sends a request after which both sides exchange bytes. */
  <T> T hijack(EngineRequest request, Cancellation cancellation, Hijacked<T> use)
      throws IOException, InterruptedException {
    return exchange(
        request.with("Connection", "Upgrade").with("Upgrade", "tcp"),
        cancellation,
        (connection, reader, head) -> {
          HttpReader.Body rest = reader.body(new Framing.UntilClose());
          return use.use(connection, new BodyStream(rest, request.idle()));
        });
  }

  private interface Reaction<T> {
    T on(UnixConnection connection, HttpReader reader, ResponseHead head) throws IOException;
  }

  private <T> T exchange(EngineRequest request, Cancellation cancellation, Reaction<T> reaction)
      throws IOException, InterruptedException {
    try (Watchdog watchdog = new Watchdog();
        UnixConnection connection = UnixConnection.connect(socket, watchdog);
        Cancellation.Registration _ = cancellation.onCancel(connection::close)) {
      HttpReader reader = new HttpReader(connection);
      Optional<IOException> broken = write(connection, request);
      ResponseHead head;
      try {
        head = reader.readResponseHead(request.idle());
        while (head.isInterim()) {
          head = reader.readResponseHead(request.idle());
        }
      } catch (IOException e) {
        throw broken.orElse(e);
      }
      if (head.status() >= 400) {
        throw refusal(head, body(reader, head, request.method(), request.idle()));
      }
      return reaction.on(connection, reader, head);
    } catch (ClosedByInterruptException e) {
      InterruptedException interrupted = new InterruptedException();
      interrupted.initCause(e);
      boolean _ = Thread.interrupted();
      throw interrupted;
    } catch (IOException e) {
      if (cancellation.isCancelled()) {
        InterruptedException interrupted = new InterruptedException();
        interrupted.initCause(e);
        throw interrupted;
      }
      throw e;
    }
  }

  /** An engine that refuses a request may not read all of it; its answer says why. */
  private Optional<IOException> write(UnixConnection connection, EngineRequest request)
      throws IOException {
    Headers headers = request.headers().with("Host", "docker");
    boolean chunked = request.length() < 0;
    headers =
        chunked
            ? headers.with("Transfer-Encoding", "chunked")
            : headers.with("Content-Length", Long.toString(request.length()));
    byte[] head =
        HttpWriter.head(new RequestHead(request.method(), prefix + request.target(), 1, headers));
    connection.write(head, 0, head.length, WRITE);
    Sent sent = new Sent(connection, chunked);
    try {
      OutputStream out = new BufferedOutputStream(sent, 64 * 1024);
      request.body().write(out);
      out.flush();
      // A body that broke off half-way must not look complete.
      sent.finish();
    } catch (IOException e) {
      if (sent.failed) {
        return Optional.of(e);
      }
      throw e;
    }
    return Optional.empty();
  }

  private static InputStream body(
      HttpReader reader, ResponseHead head, String method, Duration idle) throws IOException {
    return new BodyStream(reader.body(Framing.of(head, method)), idle);
  }

  private static EngineException refusal(ResponseHead head, InputStream body) {
    String text;
    try {
      byte[] bytes = body.readNBytes(64 * 1024);
      text = message(bytes).orElse(new String(bytes, StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      text = "";
    }
    return new EngineException(
        head.status(), text.isEmpty() ? "status " + head.status() + " " + head.reason() : text);
  }

  private static Optional<String> message(byte[] json) {
    List<String> found = new ArrayList<>();
    try {
      boolean _ =
          JsonIn.document(
              json,
              in -> {
                in.members(
                    name -> {
                      if (name.equals("message") && in.isText()) {
                        found.add(in.text());
                      } else {
                        in.skip();
                      }
                    });
                return true;
              });
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return found.stream().findFirst();
  }

  /** Sends what is written to it. */
  private static final class Sent extends OutputStream {
    private final UnixConnection connection;
    private final boolean chunked;
    private boolean failed;

    Sent(UnixConnection connection, boolean chunked) {
      this.connection = connection;
      this.chunked = chunked;
    }

    @Override
    public void write(int each) throws IOException {
      write(new byte[] {(byte) each}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      send(chunked ? HttpWriter.chunk(bytes, offset, length) : copy(bytes, offset, length));
    }

    private static byte[] copy(byte[] bytes, int offset, int length) {
      return java.util.Arrays.copyOfRange(bytes, offset, offset + length);
    }

    private void send(byte[] bytes) throws IOException {
      boolean done = false;
      try {
        connection.write(bytes, 0, bytes.length, WRITE);
        done = true;
      } finally {
        failed |= !done;
      }
    }

    void finish() throws IOException {
      if (chunked) {
        send(HttpWriter.lastChunk());
      }
    }
  }

  /** A body as a stream. */
  private static final class BodyStream extends InputStream {
    private final HttpReader.Body body;
    private final Duration idle;

    BodyStream(HttpReader.Body body, Duration idle) {
      this.body = body;
      this.idle = idle;
    }

    @Override
    public int read() throws IOException {
      byte[] single = new byte[1];
      return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return length == 0 ? 0 : body.read(into, offset, length, idle);
    }
  }
}
