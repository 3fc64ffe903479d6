package dev.ingot.deploy.apply;

import dev.ingot.deploy.call.TaskFailures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Waits for the disk beside the steps: what has no effects outside of the state need not be durable
 * before the next step begins, only before it is reported. One thread takes all there is at once.
 *
 * @param <T> what has to become durable
 */
final class Background<T> {
  /** Steps wait once there are so many: they are faster than a disk, and memory is not endless. */
  private static final int MOST = 1024;

  private final Consumer<List<T>> save;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final TaskFailures failures = new TaskFailures();
  private List<T> waiting = new ArrayList<>();
  private boolean running;

  /**
   * @param save makes some of them durable, in order; called by one thread at a time
   */
  Background(Consumer<List<T>> save) {
    this.save = save;
  }

  /** Takes something to be made durable. */
  void add(T more) {
    lock.lock();
    try {
      while (waiting.size() >= MOST) {
        changed.awaitUninterruptibly();
      }
      waiting.add(more);
      if (!running) {
        Thread.ofVirtual().start(this::work);
        running = true;
      }
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    for (List<T> next = next(); !next.isEmpty(); next = next()) {
      List<T> taken = next;
      failures.keep(() -> save.accept(taken));
    }
  }

  /** All that waits; the thread ends where there is nothing. */
  private List<T> next() {
    lock.lock();
    try {
      List<T> taken = waiting;
      waiting = new ArrayList<>();
      running = !taken.isEmpty();
      changed.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns when nothing runs any more.
   *
   * @throws RuntimeException what saving threw
   * @throws Error what saving threw
   */
  void await() {
    lock.lock();
    try {
      while (running) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    failures.rethrow();
  }
}
