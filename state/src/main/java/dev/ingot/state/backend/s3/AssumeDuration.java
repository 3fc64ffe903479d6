package dev.ingot.state.backend.s3;

import java.util.Optional;

/** Durations as Go writes them, such as {@code 1h30m}. */
final class AssumeDuration {
  private AssumeDuration() {}

  /** In whole seconds; empty if it is none. */
  static Optional<Long> seconds(String text) {
    long total = 0;
    long number = 0;
    boolean digits = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9' && number < 1_000_000) {
        number = number * 10 + (c - '0');
        digits = true;
        continue;
      }
      long unit =
          switch (c) {
            case 'h' -> 3600;
            case 'm' -> 60;
            case 's' -> 1;
            default -> 0;
          };
      if (!digits || unit == 0) {
        return Optional.empty();
      }
      total += number * unit;
      number = 0;
      digits = false;
    }
    return digits || text.isEmpty() ? Optional.empty() : Optional.of(total);
  }
}
