package dev.ingot.graph;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A request to stop, made once and visible to every holder of this object. Safe for use by several
 * threads.
 */
public final class Cancellation {
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final List<Runnable> listeners = new ArrayList<>();

  /** Not cancelled yet. */
  public Cancellation() {}

  /** Requests to stop. A second call does nothing. Runs the listeners on the calling thread. */
  public void cancel() {
    List<Runnable> toRun;
    synchronized (listeners) {
      if (isCancelled()) {
        return;
      }
      cancelled.countDown();
      toRun = List.copyOf(listeners);
      listeners.clear();
    }
    toRun.forEach(Runnable::run);
  }

  /** Whether a stop was requested. */
  public boolean isCancelled() {
    return cancelled.getCount() == 0;
  }

  /**
   * Runs a listener when cancelled, or at once if it already is.
   *
   * @return a registration whose closing removes the listener
   */
  public Registration onCancel(Runnable listener) {
    synchronized (listeners) {
      if (!isCancelled()) {
        listeners.add(listener);
        return () -> remove(listener);
      }
    }
    listener.run();
    return () -> {};
  }

  /**
   * Interrupts the calling thread when cancelled, or at once if it already is: for calls that wait
   * and know interrupts only. After the registration is closed, by the same thread, the thread is
   * no longer interrupted by this.
   */
  public Registration interruptCaller() {
    Interrupt interrupt = new Interrupt(Thread.currentThread());
    Registration listener = onCancel(interrupt::interrupt);
    return () -> {
      listener.close();
      interrupt.end();
    };
  }

  private static final class Interrupt {
    private final Thread thread;
    private boolean made;
    private boolean ended;

    Interrupt(Thread thread) {
      this.thread = thread;
    }

    synchronized void interrupt() {
      if (!ended) {
        made = true;
        thread.interrupt();
      }
    }

    synchronized void end() {
      ended = true;
      if (made) {
        boolean _ = Thread.interrupted();
      }
    }
  }

  /**
   * Waits until cancelled, at most for the given time: an interruptible pause.
   *
   * @return whether cancelled
   */
  public boolean await(Duration timeout) throws InterruptedException {
    return cancelled.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void remove(Runnable listener) {
    synchronized (listeners) {
      listeners.remove(listener);
    }
  }

  /** A listener's registration; closing it removes the listener. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
