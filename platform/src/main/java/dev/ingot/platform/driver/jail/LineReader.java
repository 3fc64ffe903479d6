package dev.ingot.platform.driver.jail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts a stream into lines without ever holding more than one bounded line. */
final class LineReader {
  private static final int MAX_LINE = 64 * 1024;

  private LineReader() {}

  /** Passes each line to the consumer until the stream ends or fails. */
  static void read(InputStream in, Consumer<String> lines) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] chunk = new byte[8192];
    try (in) {
      int count = in.read(chunk);
      while (count >= 0) {
        for (int i = 0; i < count; i++) {
          if (chunk[i] == '\n' || line.size() >= MAX_LINE) {
            lines.accept(text(line));
          }
          if (chunk[i] != '\n') {
            line.write(chunk[i]);
          }
        }
        count = in.read(chunk);
      }
    } catch (IOException e) {
      // The process was killed and its pipe closed; what arrived before still counts.
      line.writeBytes(new byte[0]);
    }
    if (line.size() > 0) {
      lines.accept(text(line));
    }
  }

  private static String text(ByteArrayOutputStream line) {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
