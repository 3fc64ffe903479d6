package dev.ingot.lang.schema;

import java.time.Duration;
import java.util.Optional;

/** Durations as settings write them: {@code 250ms}, {@code 10s}, {@code 1m30s}, {@code 720h}. */
public final class DurationText {
  private static final long MOST_MILLISECONDS = Duration.ofDays(3650).toMillis();
  private static final int MOST_DIGITS = 12;

  private DurationText() {}

  /** Reads one; at most ten years. */
  public static Optional<Duration> parse(String text) {
    long milliseconds = 0;
    int at = 0;
    while (at < text.length()) {
      int digits = end(text, at, c -> c >= '0' && c <= '9');
      int unit = end(text, digits, c -> c >= 'a' && c <= 'z');
      long factor =
          switch (text.substring(digits, unit)) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 0;
          };
      if (digits == at || digits - at > MOST_DIGITS || factor == 0) {
        return Optional.empty();
      }
      milliseconds += Long.parseLong(text.substring(at, digits)) * factor;
      if (milliseconds > MOST_MILLISECONDS) {
        return Optional.empty();
      }
      at = unit;
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(Duration.ofMillis(milliseconds));
  }

  /** Seconds, or milliseconds where it is not whole seconds. */
  public static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }

  private interface Kind {
    boolean is(char c);
  }

  private static int end(String text, int from, Kind kind) {
    int at = from;
    while (at < text.length() && kind.is(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
