package dev.ingot.platform.balancer;

import java.util.Arrays;

/** Buffers the beginning of a message, up to its own limit and the shared budget. */
final class HoldBuffer implements AutoCloseable {
  private static final int STEP = 2 * 1024;

  private final int most;
  private final BufferBudget budget;
  private byte[] bytes = new byte[0];
  private int size;

  HoldBuffer(int most, BufferBudget budget) {
    this.most = most;
    this.budget = budget;
  }

  /** Makes room; false when no more may be buffered. */
  boolean makeRoom() {
    if (size < bytes.length) {
      return true;
    }
    int grown = Math.min(most, Math.max(STEP, bytes.length * 2));
    if (grown <= bytes.length || !budget.take(grown - bytes.length)) {
      return false;
    }
    bytes = Arrays.copyOf(bytes, grown);
    return true;
  }

  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  int room() {
    return bytes.length - size;
  }

  void added(int count) {
    size += count;
  }

  @Override
  public void close() {
    budget.give(bytes.length);
    bytes = new byte[0];
    size = 0;
  }
}
