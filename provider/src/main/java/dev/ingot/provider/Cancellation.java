package dev.ingot.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A request to end early; made once, never taken back. Safe for use by several threads. */
public final class Cancellation {
  private final CountDownLatch requested = new CountDownLatch(1);
  private final List<Runnable> actions = new ArrayList<>();

  /** Makes the request; the actions registered run on this thread. */
  public void request() {
    List<Runnable> due;
    synchronized (actions) {
      if (isRequested()) {
        return;
      }
      requested.countDown();
      due = List.copyOf(actions);
      actions.clear();
    }
    due.forEach(Runnable::run);
  }

  /** Whether the request has been made. */
  public boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Runs an action when the request is made, or now if it has been; close to unregister. */
  public Registration onRequest(Runnable action) {
    synchronized (actions) {
      if (!isRequested()) {
        actions.add(action);
        return () -> {
          synchronized (actions) {
            actions.remove(action);
          }
        };
      }
    }
    action.run();
    return () -> {};
  }

  /**
   * Waits for the request.
   *
   * @return whether it was made within the time
   */
  public boolean await(Duration time) throws InterruptedException {
    return requested.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** An action that waits for the request. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
