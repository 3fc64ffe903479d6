package dev.ingot.bake.provision;

import dev.ingot.bake.Communicator;
import dev.ingot.plugin.LastLines;
import java.util.List;
import java.util.stream.Stream;

/** Passes output on and keeps its last lines. */
public final class OutputTail implements Communicator.Output {
  /** The number of lines kept. */
  public static final int LINES = 20;

  private final Communicator.Output next;
  private final LastLines last = new LastLines(LINES);

  /** Passes everything on to another. */
  public OutputTail(Communicator.Output next) {
    this.next = next;
  }

  @Override
  public void line(Stream stream, String line) {
    last.add(line);
    next.line(stream, line);
  }

  /** The last lines of both streams, oldest first. */
  public List<String> lines() {
    return last.list();
  }
}
