package dev.ingot.platform.balancer;

import dev.ingot.http.Bodies;
import dev.ingot.http.Framing;
import dev.ingot.http.HttpReader;
import dev.ingot.http.RequestHead;
import dev.ingot.http.TcpConnection;
import dev.ingot.http.Watchdog;
import dev.ingot.platform.api.Backend;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A backend that answers each request as its script says, byte by byte. */
final class ScriptedBackend implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** A request as the backend saw it. */
  record Seen(RequestHead head, String body) {}

  /** Writes an answer; what it throws, or its closing, ends the connection. */
  interface Script {
    void answer(Seen seen, TcpConnection connection, HttpReader reader) throws Exception;
  }

  private final ServerSocket listener;
  private final Watchdog watchdog;
  private final Script script;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();

  ScriptedBackend(Watchdog watchdog, Script script) throws IOException {
    this.watchdog = watchdog;
    this.script = script;
    this.listener = new ServerSocket(0, 100, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().start(this::accept);
  }

  /** Answers everything with this text. */
  static ScriptedBackend answering(Watchdog watchdog, String text) throws IOException {
    return new ScriptedBackend(watchdog, (_, connection, _) -> write(connection, text));
  }

  static void write(TcpConnection connection, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    connection.write(bytes, 0, bytes.length, LIMIT);
  }

  Backend backend(String id) {
    return new Backend(id, "127.0.0.1", listener.getLocalPort());
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        TcpConnection connection = new TcpConnection(listener.accept(), watchdog);
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(TcpConnection connection) {
    try (connection) {
      HttpReader reader = new HttpReader(connection);
      while (reader.awaitMessage(LIMIT)) {
        RequestHead head = reader.readRequestHead(LIMIT);
        String body =
            new String(
                Bodies.readAll(reader.body(Framing.of(head)), 64 << 20, LIMIT),
                StandardCharsets.ISO_8859_1);
        Seen request = new Seen(head, body);
        seen.add(request);
        script.answer(request, connection, reader);
      }
    } catch (Exception e) {
      // The script's way to break off.
      connection.close();
    }
  }

  /**
   * Returns when connections are refused: the socket stays open until the thread that accepts has
   * left it, and takes connections until then.
   */
  @Override
  public void close() throws IOException {
    listener.close();
    while (accepts()) {
      Thread.onSpinWait();
    }
  }

  private boolean accepts() throws IOException {
    try (Socket _ = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (SocketException e) {
      // Taken, and reset while it closed.
      return true;
    }
  }
}
