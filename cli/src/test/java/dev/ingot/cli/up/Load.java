package dev.ingot.cli.up;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Asks a balancer over and over, each time on a new connection, and keeps what was lost. */
final class Load implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final long PAUSE_NANOS = 20_000_000;

  private final int port;
  private final AtomicBoolean end = new AtomicBoolean();
  private final LongAdder asked = new LongAdder();
  private final Queue<String> lost = new ConcurrentLinkedQueue<>();
  private final List<Thread> askers;

  Load(int port) {
    this.port = port;
    this.askers = List.of(Thread.ofVirtual().start(this::run), Thread.ofVirtual().start(this::run));
  }

  private void run() {
    while (!end.get()) {
      asked.increment();
      try {
        String answer = ask(port);
        if (!answer.startsWith("HTTP/1.1 200 ") || !answer.contains("</h1>")) {
          lost.add(answer);
        }
      } catch (IOException e) {
        lost.add(e.toString());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** One whole answer. */
  static String ask(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  long asked() {
    return asked.sum();
  }

  List<String> lost() {
    return List.copyOf(lost);
  }

  @Override
  public void close() {
    end.set(true);
    for (Thread asker : askers) {
      try {
        asker.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
