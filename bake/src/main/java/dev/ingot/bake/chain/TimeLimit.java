package dev.ingot.bake.chain;

import dev.ingot.graph.Cancellation;
import java.time.Duration;
import java.util.Optional;

/** A cancellation that follows another one or a timeout. */
final class TimeLimit implements AutoCloseable {
  private final Cancellation limited = new Cancellation();
  private final Cancellation closed = new Cancellation();
  private final Cancellation.Registration outer;
  private volatile boolean over;

  private TimeLimit(Optional<Duration> time, Cancellation outer) {
    this.outer = outer.onCancel(limited::cancel);
    time.ifPresent(
        duration -> {
          Thread waiting = Thread.currentThread();
          Thread.ofVirtual().name("step-timeout").start(() -> watch(duration, waiting));
        });
  }

  static TimeLimit start(Optional<Duration> time, Cancellation outer) {
    return new TimeLimit(time, outer);
  }

  Cancellation cancellation() {
    return limited;
  }

  boolean isOver() {
    return over;
  }

  private void watch(Duration duration, Thread waiting) {
    try {
      if (!closed.await(duration)) {
        end(waiting);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void end(Thread waiting) {
    if (!closed.isCancelled()) {
      over = true;
      limited.cancel();
      waiting.interrupt();
    }
  }

  /** After this the waiting thread is no longer interrupted, not even by a pending timeout. */
  @Override
  public synchronized void close() {
    closed.cancel();
    outer.close();
    if (over) {
      boolean _ = Thread.interrupted();
    }
  }
}
