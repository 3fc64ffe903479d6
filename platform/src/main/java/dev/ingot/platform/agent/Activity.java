package dev.ingot.platform.agent;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the agent's open requests and remembers when the last one arrived. */
final class Activity {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int working;
  private long lastMillis;
  private boolean exiting;

  Activity(long nowMillis) {
    this.lastMillis = nowMillis;
  }

  /** A request begins; false when the agent is shutting down and accepts no more. */
  boolean begin() {
    lock.lock();
    try {
      if (exiting) {
        return false;
      }
      working++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** A request has ended. */
  void end(long nowMillis) {
    lock.lock();
    try {
      working--;
      lastMillis = nowMillis;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Accepts no new requests from now on. */
  void requestExit() {
    lock.lock();
    try {
      exiting = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a request to exit; false when none came in time. */
  boolean awaitExitRequest(long millis) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lockInterruptibly();
    try {
      while (!exiting && left > 0) {
        left = changed.awaitNanos(left);
      }
      return exiting;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no request is open. */
  void awaitIdle(long millis) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lockInterruptibly();
    try {
      while (working > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Stops accepting requests if none is open and none has arrived since then. */
  boolean exitIfIdleSince(long millis) {
    lock.lock();
    try {
      if (working == 0 && lastMillis < millis) {
        exiting = true;
      }
      return exiting;
    } finally {
      lock.unlock();
    }
  }
}
