package dev.ingot.platform.balancer;

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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** Sends requests over several connections until it is told to end, and keeps what went wrong. */
final class LoadGenerator implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final int port;
  private final Watchdog watchdog;
  private final AtomicBoolean end = new AtomicBoolean();
  private final LongAdder answered = new LongAdder();
  private final Queue<String> lost = new ConcurrentLinkedQueue<>();
  private final Semaphore progress = new Semaphore(0);
  private final List<Thread> threads = new ArrayList<>();

  LoadGenerator(int port, int connections, Watchdog watchdog) {
    this.port = port;
    this.watchdog = watchdog;
    for (int i = 0; i < connections; i++) {
      boolean keepAlive = i % 4 != 0;
      threads.add(Thread.ofVirtual().start(() -> send(keepAlive)));
    }
  }

  long answered() {
    return answered.sum();
  }

  /** Waits until so many more requests have been answered, or something is lost. */
  void awaitMore(long count) throws InterruptedException {
    long goal = answered.sum() + count;
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (answered.sum() < goal && lost.isEmpty() && System.nanoTime() < deadline) {
      var _ = progress.tryAcquire(100, TimeUnit.MILLISECONDS);
    }
  }

  List<String> lost() {
    return List.copyOf(lost);
  }

  @Override
  public void close() {
    end.set(true);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void send(boolean keepAlive) {
    while (!end.get()) {
      try (TcpConnection connection =
          TcpConnection.connect(InetAddress.ofLiteral("127.0.0.1"), port, LIMIT, watchdog)) {
        HttpReader reader = new HttpReader(connection);
        boolean more = true;
        while (more && !end.get()) {
          one(connection, reader, keepAlive);
          more = keepAlive;
        }
      } catch (IOException e) {
        lost.add(e.toString());
      }
    }
  }

  private void one(TcpConnection connection, HttpReader reader, boolean keepAlive)
      throws IOException {
    Headers headers =
        Headers.NONE.with("Host", "test").with("Connection", keepAlive ? "keep-alive" : "close");
    byte[] head = HttpWriter.head(new RequestHead("GET", "/", 1, headers));
    connection.write(head, 0, head.length, LIMIT);
    ResponseHead response = reader.readResponseHead(LIMIT);
    String body =
        new String(
            Bodies.readAll(reader.body(Framing.of(response, "GET")), 1 << 20, LIMIT),
            StandardCharsets.UTF_8);
    if (response.status() != 200
        || body.lines().filter(line -> line.startsWith("hello from ")).count() != 200) {
      lost.add(response.status() + " " + body.lines().limit(2).toList());
    } else {
      answered.increment();
      progress.release();
    }
  }
}
