package dev.ingot.plugin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a program's output line by line, whatever it contains. */
public final class PrintedLines {
  /** Longer lines are cut into pieces of this many characters. */
  public static final int LONGEST = 64 * 1024;

  private PrintedLines() {}

  /**
   * Passes on every line until the stream ends, without terminators, decoded as UTF-8.
   *
   * @param name of the thread that reads
   * @return the thread
   */
  public static Thread read(InputStream in, String name, Consumer<String> lines) {
    return Thread.ofVirtual().name(name).start(() -> read(in, lines));
  }

  private static void read(InputStream in, Consumer<String> lines) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (Optional<String> line = next(reader); line.isPresent(); line = next(reader)) {
        lines.accept(line.get());
      }
    } catch (IOException e) {
      // The pipe was closed with the program; what arrived before still counts.
      return;
    }
  }

  private static Optional<String> next(BufferedReader reader) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = reader.read();
    if (next < 0) {
      return Optional.empty();
    }
    while (next >= 0 && next != '\n' && line.length() < LONGEST) {
      line.append((char) next);
      next = reader.read();
    }
    if (line.length() == LONGEST && next >= 0 && next != '\n') {
      // It was read already and begins the next piece.
      line.append((char) next);
    }
    if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    return Optional.of(line.toString());
  }
}
