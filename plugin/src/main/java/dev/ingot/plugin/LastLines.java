package dev.ingot.plugin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps the last lines of a program's output. Safe for use by several threads. */
public final class LastLines {
  private final int most;
  private final Deque<String> lines = new ArrayDeque<>();

  /**
   * @param most the number of lines kept
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

  /** The kept lines, oldest first. */
  public synchronized List<String> list() {
    return List.copyOf(lines);
  }
}
