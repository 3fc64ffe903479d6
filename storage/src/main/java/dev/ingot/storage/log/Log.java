package dev.ingot.storage.log;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * Writes lines of the form {@code 2026-11-30T16:41:12.123Z INFO "machine was created" machine=m1
 * took_ms=87}: time, level, message, facts. A line is always a single line, so that nothing from
 * outside can forge another one. Logging never fails: lines that can't be written are lost. Safe
 * for use by many threads.
 */
public final class Log {
  private static final int LONGEST_VALUE = 4096;

  private final Consumer<String> lines;
  private final Level least;
  private final Clock clock;

  /**
   * A log.
   *
   * @param lines receives each line, without its terminator
   * @param least lines of lower severity are not written
   */
  public Log(Consumer<String> lines, Level least, Clock clock) {
    this.lines = lines;
    this.least = least;
    this.clock = clock;
  }

  /** A log that discards everything. */
  public static Log none() {
    return new Log(_ -> {}, Level.ERROR, Clock.systemUTC());
  }

  /** Whether lines of a level are written; for lines that are expensive to make. */
  public boolean isOn(Level level) {
    return level.compareTo(least) >= 0;
  }

  /** Writes a line of {@link Level#DEBUG}. */
  public void debug(String message, Field... fields) {
    write(Level.DEBUG, message, fields);
  }

  /** Writes a line of {@link Level#INFO}. */
  public void info(String message, Field... fields) {
    write(Level.INFO, message, fields);
  }

  /** Writes a line of {@link Level#WARN}. */
  public void warn(String message, Field... fields) {
    write(Level.WARN, message, fields);
  }

  /** Writes a line of {@link Level#ERROR}. */
  public void error(String message, Field... fields) {
    write(Level.ERROR, message, fields);
  }

  private void write(Level level, String message, Field... fields) {
    if (!isOn(level)) {
      return;
    }
    StringBuilder line = new StringBuilder(128);
    line.append(clock.instant().truncatedTo(ChronoUnit.MILLIS)).append(' ').append(level);
    line.append(' ');
    quote(line, message);
    for (Field field : fields) {
      line.append(' ').append(field.key()).append('=');
      if (isPlain(field.value())) {
        line.append(field.value());
      } else {
        quote(line, field.value());
      }
    }
    lines.accept(line.toString());
  }

  private static boolean isPlain(String value) {
    return !value.isEmpty()
        && value.length() <= LONGEST_VALUE
        && value.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\' && c != '=');
  }

  private static void quote(StringBuilder line, String text) {
    line.append('"');
    int length = Math.min(text.length(), LONGEST_VALUE);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> line.append('\\').append(c);
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> {
          if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
            line.append(String.format("\\u%04x", (int) c));
          } else {
            line.append(c);
          }
        }
      }
    }
    line.append(length < text.length() ? "…\"" : "\"");
  }
}
