package dev.ingot.platform.balancer;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds what all requests together hold in memory. */
final class BufferBudget {
  private final long most;
  private final AtomicLong held = new AtomicLong();

  BufferBudget(long most) {
    this.most = most;
  }

  /** Takes so many bytes, if they are left. */
  boolean take(int bytes) {
    if (held.addAndGet(bytes) <= most) {
      return true;
    }
    held.addAndGet(-bytes);
    return false;
  }

  /** Gives them back. */
  void give(int bytes) {
    held.addAndGet(-bytes);
  }
}
