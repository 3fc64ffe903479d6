package dev.ingot.http.kit;

import dev.ingot.http.Bodies;
import dev.ingot.http.Framing;
import dev.ingot.http.Headers;
import dev.ingot.http.HttpReader;
import dev.ingot.http.HttpWriter;
import dev.ingot.http.RequestHead;
import dev.ingot.http.ResponseHead;
import dev.ingot.http.TcpConnection;
import dev.ingot.http.Watchdog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** A server on the loopback address that does what a test says. */
public final class TestServer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int MOST = 64 << 20;

  private final ServerSocket listener;
  private final boolean secure;
  private final Function<Asked, Reply> handler;
  private final Watchdog watchdog = new Watchdog();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * A request with its body.
   *
   * @param body as UTF-8
   * @param bytes the body, each character a byte
   */
  public record Asked(RequestHead head, String body, String bytes) {
    /** The path, with the query. */
    public String target() {
      return head.target();
    }

    /** A header field's value; empty if it isn't there. */
    public String field(String name) {
      return head.headers().first(name).orElse("");
    }
  }

  /** What a server does. In its texts each character is a byte. */
  public sealed interface Reply {
    /** A response in order. */
    record Response(int status, Headers headers, String body) implements Reply {
      /** With a header field more. */
      public Response with(String name, String value) {
        return new Response(status, headers.with(name, value), body);
      }
    }

    /** These bytes, then the end of the connection. */
    record Raw(String bytes) implements Reply {}

    /** These bytes, then again and again those, with a pause between them. */
    record Endless(String start, String again, Duration pause) implements Reply {}

    /** Nothing. */
    record Silence() implements Reply {}
  }

  /** A response with a text. */
  public static Reply.Response response(int status, String body) {
    return response(status, body.getBytes(StandardCharsets.UTF_8));
  }

  /** A response with bytes. */
  public static Reply.Response response(int status, byte[] body) {
    return new Reply.Response(status, Headers.NONE, new String(body, StandardCharsets.ISO_8859_1));
  }

  /** Bytes, then the end of the connection. */
  public static Reply raw(String bytes) {
    return new Reply.Raw(bytes);
  }

  private TestServer(ServerSocket listener, boolean secure, Function<Asked, Reply> handler) {
    this.listener = listener;
    this.secure = secure;
    this.handler = handler;
  }

  /** Starts one without TLS. */
  public static TestServer plain(Function<Asked, Reply> handler) throws IOException {
    return started(
        new TestServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), false, handler));
  }

  /** Starts one with TLS. */
  public static TestServer secure(SSLContext context, Function<Asked, Reply> handler)
      throws IOException {
    ServerSocket socket =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    return started(new TestServer(socket, true, handler));
  }

  /** Starts one with TLS that wants to see a certificate. */
  public static TestServer mutual(SSLContext context, Function<Asked, Reply> handler)
      throws IOException {
    SSLServerSocket socket =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    socket.setNeedClientAuth(true);
    return started(new TestServer(socket, true, handler));
  }

  private static TestServer started(TestServer server) {
    server.threads.execute(server::accept);
    return server;
  }

  /** Its port. */
  public int port() {
    return listener.getLocalPort();
  }

  /** An address at it, by the name localhost. */
  public URI uri(String target) {
    return URI.create((secure ? "https" : "http") + "://localhost:" + port() + target);
  }

  /** The requests so far. */
  public List<Asked> asked() {
    return asked;
  }

  /** How many connections were made so far. */
  public int connections() {
    return connections.get();
  }

  private void accept() {
    while (closed.getCount() > 0) {
      try {
        Socket socket = listener.accept();
        connections.incrementAndGet();
        sockets.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (TcpConnection connection = new TcpConnection(socket, watchdog)) {
      HttpReader reader = new HttpReader(connection);
      boolean open = true;
      while (open && reader.awaitMessage(LIMIT)) {
        RequestHead head = reader.readRequestHead(LIMIT);
        byte[] body = Bodies.readAll(reader.body(Framing.of(head)), MOST, LIMIT);
        Asked request =
            new Asked(
                head,
                new String(body, StandardCharsets.UTF_8),
                new String(body, StandardCharsets.ISO_8859_1));
        asked.add(request);
        open = reply(connection, request, handler.apply(request));
      }
    } catch (IOException e) {
      // The client has gone, or broke off as it should.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean reply(TcpConnection connection, Asked request, Reply reply)
      throws IOException, InterruptedException {
    switch (reply) {
      case Reply.Response response -> {
        Headers headers = response.headers();
        if (headers.first("content-length").isEmpty()) {
          headers = headers.with("Content-Length", Integer.toString(response.body().length()));
        }
        write(
            connection,
            HttpWriter.head(
                new ResponseHead(
                    response.status(), HttpWriter.reason(response.status()), 1, headers)));
        if (!request.head().method().equals("HEAD")) {
          write(connection, response.body());
        }
        return !headers.tokens("connection").contains("close");
      }
      case Reply.Raw(String bytes) -> write(connection, bytes);
      case Reply.Endless(String start, String again, Duration pause) -> {
        write(connection, start);
        while (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
          write(connection, again);
        }
      }
      case Reply.Silence() -> closed.await();
    }
    return false;
  }

  private static void write(TcpConnection connection, String bytes) throws IOException {
    write(connection, bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void write(TcpConnection connection, byte[] bytes) throws IOException {
    connection.write(bytes, 0, bytes.length, LIMIT);
  }

  /** Ends it and its connections. */
  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
    watchdog.close();
  }
}
