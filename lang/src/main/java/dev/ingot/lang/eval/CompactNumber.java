package dev.ingot.lang.eval;

import dev.ingot.lang.value.BigFloat;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** A number in at most ten digits. */
final class CompactNumber {
  private static final int DIGITS = 10;
  private static final int LEAST_PLAIN = -4;

  private CompactNumber() {}

  static String of(BigFloat number) {
    if (number.isInfinite() || number.isZero()) {
      return number.toString();
    }
    BigDecimal rounded =
        number
            .toBigDecimal()
            .round(new MathContext(DIGITS, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= LEAST_PLAIN && exponent < DIGITS) {
      return rounded.toPlainString();
    }
    String digits = rounded.unscaledValue().abs().toString();
    return (rounded.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + "e"
        + (exponent < 0 ? "-" : "+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }
}
