package dev.ingot.plugin.netrpc;

import dev.ingot.plugin.yamux.YamuxSession;
import dev.ingot.plugin.yamux.YamuxStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives streams numbers. Whoever serves something picks the next number of its own and tells it in
 * a call; the other side opens a stream with it. Rules: measured with real plugins.
 */
public final class Broker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final YamuxSession session;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Integer, CompletableFuture<YamuxStream>> expected = new HashMap<>();

  private Broker(YamuxSession session) {
    this.session = session;
  }

  /** Over a session, which it closes. */
  public static Broker over(YamuxSession session) {
    Broker broker = new Broker(session);
    Thread.ofVirtual().name("plugin-streams").start(broker::accept);
    return broker;
  }

  /** A number for something that this side serves. */
  public int nextNumber() {
    return numbers.incrementAndGet();
  }

  /** Opens a stream to what the other side serves. */
  public YamuxStream dial(int number) throws IOException {
    YamuxStream stream = session.open();
    boolean done = false;
    try {
      stream.out().write(bytes(number));
      if (number(stream) != number) {
        throw new IOException("the plugin answered for another stream than the one asked for");
      }
      done = true;
      return stream;
    } finally {
      if (!done) {
        stream.close();
      }
    }
  }

  /**
   * Waits for the other side to open the stream of a number.
   *
   * @throws IOException when it doesn't in time
   */
  public YamuxStream accept(int number) throws IOException, InterruptedException {
    CompletableFuture<YamuxStream> coming = expect(number);
    try {
      YamuxStream stream = coming.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      stream.out().write(bytes(number));
      return stream;
    } catch (TimeoutException e) {
      throw new IOException(
          "the plugin didn't open a stream within " + PATIENCE.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException("the plugin closed the connection", e);
    } finally {
      synchronized (expected) {
        expected.remove(number);
      }
    }
  }

  private CompletableFuture<YamuxStream> expect(int number) {
    synchronized (expected) {
      return expected.computeIfAbsent(number, _ -> new CompletableFuture<>());
    }
  }

  private void accept() {
    try {
      for (Optional<YamuxStream> next = session.accept();
          next.isPresent();
          next = session.accept()) {
        YamuxStream stream = next.get();
        Thread _ = Thread.ofVirtual().name("plugin-stream").start(() -> sort(stream));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (expected) {
      IOException closed = new IOException("the plugin closed the connection");
      expected.values().forEach(each -> each.completeExceptionally(closed));
    }
  }

  private void sort(YamuxStream stream) {
    try {
      boolean _ = expect(number(stream)).complete(stream);
    } catch (IOException e) {
      stream.close();
    }
  }

  private static byte[] bytes(int number) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
  }

  private static int number(YamuxStream stream) throws IOException {
    byte[] bytes = stream.in().readNBytes(4);
    if (bytes.length < 4) {
      throw new EOFException("the plugin closed a stream before it said what it is for");
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  @Override
  public void close() {
    session.close();
  }
}
