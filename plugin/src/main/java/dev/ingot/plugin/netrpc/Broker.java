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
import java.util.concurrent.Callable;
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
  private final Duration patience;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Integer, CompletableFuture<YamuxStream>> expected = new HashMap<>();

  private Broker(YamuxSession session, Duration patience) {
    this.session = session;
    this.patience = patience;
  }

  /** Over a session, which it closes. */
  public static Broker over(YamuxSession session) {
    return over(session, PATIENCE);
  }

  /**
   * Over a session, which it closes.
   *
   * @param patience how long a stream may take to be opened, named, answered and claimed
   */
  static Broker over(YamuxSession session, Duration patience) {
    Broker broker = new Broker(session, patience);
    Thread.ofVirtual().name("plugin-streams").start(broker::accept);
    return broker;
  }

  /** A number for something that this side serves. */
  public int nextNumber() {
    return numbers.incrementAndGet();
  }

  /**
   * Opens a stream to what the other side serves.
   *
   * @throws IOException also when it doesn't answer in time
   */
  public YamuxStream dial(int number) throws IOException, InterruptedException {
    YamuxStream stream = session.open();
    boolean done = false;
    try {
      int answer =
          inTime(
              "answer when a stream was opened",
              () -> {
                stream.out().write(bytes(number));
                return number(stream);
              });
      if (answer != number) {
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
      YamuxStream stream = await("open a stream", coming);
      stream.out().write(bytes(number));
      return stream;
    } finally {
      synchronized (expected) {
        expected.remove(number);
      }
    }
  }

  /**
   * Runs something that waits for the other side, in a thread that is left behind when it hangs.
   */
  private <T> T inTime(String what, Callable<T> exchange) throws IOException, InterruptedException {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread _ =
        Thread.ofVirtual()
            .name("plugin-stream")
            .start(
                () -> {
                  try {
                    result.complete(exchange.call());
                  } catch (Exception e) {
                    result.completeExceptionally(e);
                  }
                });
    return await(what, result);
  }

  private <T> T await(String what, CompletableFuture<T> result)
      throws IOException, InterruptedException {
    try {
      return result.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).get();
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case TimeoutException late ->
            new IOException(
                "the plugin didn't " + what + " within " + patience.toSeconds() + " s", late);
        case IOException broken -> new IOException(broken.getMessage(), broken);
        case null, default -> new IOException("the plugin closed the connection", e);
      };
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

  /** Gives a stream to whoever waits for its number, or will soon. */
  private void sort(YamuxStream stream) {
    boolean wanted = false;
    try {
      int number = inTime("say what a stream is for", () -> number(stream));
      CompletableFuture<YamuxStream> claim = expect(number);
      wanted = claim.complete(stream);
      if (wanted) {
        CompletableFuture.delayedExecutor(
                patience.toMillis(), TimeUnit.MILLISECONDS, task -> Thread.ofVirtual().start(task))
            .execute(() -> drop(number, claim, stream));
      }
    } catch (IOException e) {
      // Said where the stream is missed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!wanted) {
        stream.close();
      }
    }
  }

  /** A stream that nobody has claimed would stay for ever. */
  private void drop(int number, CompletableFuture<YamuxStream> claim, YamuxStream stream) {
    boolean unclaimed;
    synchronized (expected) {
      unclaimed = expected.remove(number, claim);
    }
    if (unclaimed) {
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
