package dev.ingot.rollout.configuration;

import java.time.Duration;
import java.util.Optional;

/**
 * Durations as configurations write them: {@code 250ms}, {@code 10s}, {@code 1m30s}, {@code 720h}.
 */
final class Durations {
  private static final long MOST_MILLISECONDS = Duration.ofDays(3650).toMillis();

  private Durations() {}

  /** Reads one; at most ten years. */
  static Optional<Duration> parse(String text) {
    long milliseconds = 0;
    int at = 0;
    while (at < text.length()) {
      int from = at;
      while (at < text.length() && Character.isDigit(text.charAt(at)) && at - from < 12) {
        at++;
      }
      int unitFrom = at;
      while (at < text.length() && Character.isLetter(text.charAt(at))) {
        at++;
      }
      long unit =
          switch (text.substring(unitFrom, at)) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 0;
          };
      if (from == unitFrom || unit == 0) {
        return Optional.empty();
      }
      milliseconds += Long.parseLong(text.substring(from, unitFrom)) * unit;
      if (milliseconds > MOST_MILLISECONDS) {
        return Optional.empty();
      }
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(Duration.ofMillis(milliseconds));
  }

  static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }
}
