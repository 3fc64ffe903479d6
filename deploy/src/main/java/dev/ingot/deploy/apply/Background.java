package dev.ingot.deploy.apply;

import dev.ingot.deploy.call.TaskFailures;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Waits for the disk beside the steps: what has no effects outside of the state need not be durable
 * before the next step begins, only before it is reported.
 */
final class Background {
  private static final int MOST = 2048;

  private final Semaphore room = new Semaphore(MOST);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final TaskFailures failures = new TaskFailures();
  private int running;

  /** Runs a task beside the steps. */
  void run(Runnable task) {
    room.acquireUninterruptibly();
    lock.lock();
    try {
      running++;
    } finally {
      lock.unlock();
    }
    boolean started = false;
    try {
      Thread.ofVirtual().start(() -> work(task));
      started = true;
    } finally {
      if (!started) {
        ended();
      }
    }
  }

  private void work(Runnable task) {
    try {
      failures.keep(task);
    } finally {
      ended();
    }
  }

  private void ended() {
    room.release();
    lock.lock();
    try {
      running--;
      if (running == 0) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns when nothing runs any more.
   *
   * @throws RuntimeException what a task threw
   * @throws Error what a task threw
   */
  void await() {
    lock.lock();
    try {
      while (running > 0) {
        idle.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    failures.rethrow();
  }
}
