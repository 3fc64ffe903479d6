package dev.ingot.lang.syntax;

import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.Optional;

/** The values of number literals. */
final class NumberLiterals {
  private NumberLiterals() {}

  /** The value of a number token; unknown, with a diagnostic, if it is invalid. */
  static Value value(TokenReader reader, int token) {
    String text = reader.text(token);
    Optional<BigFloat> number = BigFloat.parse(text);
    if (number.isPresent()) {
      return new Value.NumberValue(number.get());
    }
    reader.error(
        "Invalid number literal",
        "Failed to recognize the value of this number literal.",
        reader.range(token));
    return Values.DYNAMIC_UNKNOWN;
  }
}
