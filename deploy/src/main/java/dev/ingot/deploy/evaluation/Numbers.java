package dev.ingot.deploy.evaluation;

import dev.ingot.lang.value.BigFloat;
import java.util.Optional;

/** Reads whole numbers given as text. */
final class Numbers {
  private Numbers() {}

  static Optional<BigFloat> parse(String text) {
    try {
      return Optional.of(BigFloat.of(Long.parseLong(text)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
