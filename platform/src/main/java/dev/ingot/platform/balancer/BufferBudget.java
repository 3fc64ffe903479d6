package dev.ingot.platform.balancer;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the memory that all requests together use for buffers. */
final class BufferBudget {
  private final long most;
  private final AtomicLong held = new AtomicLong();

  BufferBudget(long most) {
    this.most = most;
  }

  /** Reserves this many bytes, if they are available. */
  boolean take(int bytes) {
    if (held.addAndGet(bytes) <= most) {
      return true;
    }
    held.addAndGet(-bytes);
    return false;
  }

  /** Returns them. */
  void give(int bytes) {
    held.addAndGet(-bytes);
  }
}
