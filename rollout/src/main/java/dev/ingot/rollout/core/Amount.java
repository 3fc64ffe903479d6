package dev.ingot.rollout.core;

import java.util.Optional;

/** A number of machines, or a share of all of them. */
public sealed interface Amount {
  /** A fixed number, at least 1. */
  record Count(int slices) implements Amount {
    public Count {
      if (slices < 1) {
        throw new IllegalArgumentException("a count is at least 1");
      }
    }
  }

  /** A percentage of all slices, from above 0 to 100, rounded up. */
  record Percent(double percent) implements Amount {
    public Percent {
      if (!(percent > 0 && percent <= 100)) {
        throw new IllegalArgumentException("a percentage is above 0 and at most 100");
      }
    }
  }

  /** How many slices it is of a total; at least 1. */
  default int of(int total) {
    return switch (this) {
      case Count(int slices) -> Math.max(1, Math.min(slices, total));
      case Percent(double percent) -> Math.max(1, (int) Math.ceil(total * percent / 100));
    };
  }

  /** As {@link #parse} reads it. */
  default String text() {
    return switch (this) {
      case Count(int slices) -> Integer.toString(slices);
      case Percent(double percent) -> percent + "%";
    };
  }

  /** Reads {@code 2} or {@code 25%}. */
  static Optional<Amount> parse(String text) {
    try {
      if (text.endsWith("%")) {
        double percent = Double.parseDouble(text.substring(0, text.length() - 1));
        return percent > 0 && percent <= 100 ? Optional.of(new Percent(percent)) : Optional.empty();
      }
      int slices = Integer.parseInt(text);
      return slices >= 1 ? Optional.of(new Count(slices)) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
