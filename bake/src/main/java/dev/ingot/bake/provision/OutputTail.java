package dev.ingot.bake.provision;

import dev.ingot.bake.Communicator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Passes output on and keeps its last lines. */
public final class OutputTail implements Communicator.Output {
  /** How many lines are kept. */
  public static final int LINES = 20;

  private final Communicator.Output next;
  private final Deque<String> last = new ArrayDeque<>();

  /** Passes everything on to another. */
  public OutputTail(Communicator.Output next) {
    this.next = next;
  }

  @Override
  public synchronized void line(Stream stream, String line) {
    if (last.size() == LINES) {
      last.removeFirst();
    }
    last.addLast(line);
    next.line(stream, line);
  }

  /** The last lines of both streams, oldest first. */
  public synchronized List<String> lines() {
    return List.copyOf(last);
  }
}
