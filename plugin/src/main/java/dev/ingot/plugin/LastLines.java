package dev.ingot.plugin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps the last lines of what a program printed. Safe among threads. */
public final class LastLines {
  private final int most;
  private final Deque<String> lines = new ArrayDeque<>();

  /**
   * @param most how many are kept
   */
  public LastLines(int most) {
    this.most = most;
  }

  /** Adds one. */
  public synchronized void add(String line) {
    if (lines.size() == most) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }

  /** Those that are kept, oldest first. */
  public synchronized List<String> list() {
    return List.copyOf(lines);
  }
}
