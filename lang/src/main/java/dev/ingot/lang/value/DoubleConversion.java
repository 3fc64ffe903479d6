package dev.ingot.lang.value;

import java.math.BigInteger;

/** Conversion between {@link BigFloat} and IEEE 754 doubles. */
final class DoubleConversion {
  private static final int PRECISION = 53;

  private DoubleConversion() {}

  /**
   * The exact value of a double.
   *
   * @throws NumberException if it is not a number
   */
  static BigFloat exactly(double number) {
    if (Double.isNaN(number)) {
      throw new NumberException("the result is not a number");
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? BigFloat.POSITIVE_INFINITY : BigFloat.NEGATIVE_INFINITY;
    }
    long bits = Double.doubleToRawLongBits(number);
    if (number == 0) {
      return bits < 0 ? BigFloat.NEGATIVE_ZERO : BigFloat.small(0, PRECISION);
    }
    int power = (int) (bits >> 52 & 0x7ff);
    long fraction = bits & (1L << 52) - 1;
    long whole = power == 0 ? fraction : fraction | 1L << 52;
    return BigFloat.rounded(
        BigInteger.valueOf(bits < 0 ? -whole : whole), Math.max(power, 1) - 1075, PRECISION);
  }

  /** The double nearest to {@code mantissa * 2^exponent}. */
  static double nearest(BigInteger mantissa, int exponent) {
    int top = mantissa.bitLength() + exponent;
    boolean negative = mantissa.signum() < 0;
    if (top > 1025) {
      return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    int bits = Math.min(PRECISION, mantissa.abs().bitLength() + exponent + 1074);
    if (bits < 0) {
      return negative ? -0.0 : 0.0;
    }
    if (bits == 0) {
      // At least half the smallest double: more than half of it rounds up.
      double least = mantissa.abs().bitCount() > 1 ? Double.MIN_VALUE : 0.0;
      return negative ? -least : least;
    }
    BigFloat near = BigFloat.rounded(mantissa, exponent, bits);
    return Math.scalb(near.mantissa().doubleValue(), near.exponent());
  }
}
