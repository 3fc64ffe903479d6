package dev.ingot.lang.value;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Operations on mantissas and powers of two; see {@link BigFloat}. */
final class FloatArithmetic {
  private FloatArithmetic() {}

  /** An odd mantissa, which has no unnecessary bits. */
  record Rounded(BigInteger mantissa, int exponent) {}

  /** Rounds a positive mantissa half to even. */
  static Rounded round(BigInteger mantissa, int exponent, int precision) {
    BigInteger magnitude = mantissa;
    int power = exponent;
    int excess = magnitude.bitLength() - precision;
    if (excess > 0) {
      boolean half = magnitude.testBit(excess - 1);
      boolean more = magnitude.getLowestSetBit() < excess - 1;
      magnitude = magnitude.shiftRight(excess);
      power += excess;
      if (half && (more || magnitude.testBit(0))) {
        magnitude = magnitude.add(BigInteger.ONE);
      }
    }
    int zeros = magnitude.getLowestSetBit();
    if (zeros > 0) {
      magnitude = magnitude.shiftRight(zeros);
      power += zeros;
    }
    return new Rounded(magnitude, power);
  }

  /** {@code a * 2^powerA + b * 2^powerB}, rounded. */
  static BigFloat sum(BigInteger a, int powerA, BigInteger b, int powerB, int bits) {
    int gap = a.bitLength() + powerA - b.bitLength() - powerB;
    if (Math.abs(gap) > bits + 4) {
      // The smaller operand only determines how the greater one is rounded.
      BigInteger greater = gap > 0 ? a : b;
      int power = gap > 0 ? powerA : powerB;
      int lift = Math.max(0, bits + 3 - greater.abs().bitLength());
      BigInteger sticky = BigInteger.valueOf((gap > 0 ? b : a).signum());
      return BigFloat.rounded(greater.shiftLeft(lift).add(sticky), power - lift, bits);
    }
    int power = Math.min(powerA, powerB);
    return BigFloat.rounded(
        a.shiftLeft(powerA - power).add(b.shiftLeft(powerB - power)), power, bits);
  }

  /** {@code a * 2^powerA / (b * 2^powerB)}, rounded. */
  static BigFloat quotient(BigInteger a, int powerA, BigInteger b, int powerB, int bits) {
    int shift = Math.max(0, bits + 3 + b.bitLength() - a.bitLength());
    BigInteger[] parts = a.abs().shiftLeft(shift).divideAndRemainder(b.abs());
    // One more bit represents the remainder of the division.
    BigInteger whole = parts[0].shiftLeft(1);
    if (parts[1].signum() != 0) {
      whole = whole.setBit(0);
    }
    return BigFloat.rounded(
        a.signum() == b.signum() ? whole : whole.negate(), powerA - powerB - shift - 1, bits);
  }

  /** Compares {@code a * 2^powerA} with {@code b * 2^powerB}, both positive. */
  static int compareMagnitudes(BigInteger a, int powerA, BigInteger b, int powerB) {
    int tops = Integer.compare(a.bitLength() + powerA, b.bitLength() + powerB);
    if (tops != 0) {
      return tops;
    }
    int power = Math.min(powerA, powerB);
    return a.shiftLeft(powerA - power).compareTo(b.shiftLeft(powerB - power));
  }

  /** {@code mantissa * 2^exponent} without its fraction. */
  static BigInteger truncated(BigInteger mantissa, int exponent) {
    if (exponent >= 0) {
      return mantissa.shiftLeft(exponent);
    }
    BigInteger magnitude = mantissa.abs().shiftRight(-exponent);
    return mantissa.signum() < 0 ? magnitude.negate() : magnitude;
  }

  /** {@code mantissa * 2^exponent} as a decimal, exactly. */
  static BigDecimal decimal(BigInteger mantissa, int exponent) {
    return exponent >= 0
        ? new BigDecimal(mantissa.shiftLeft(exponent))
        : new BigDecimal(mantissa.multiply(BigInteger.valueOf(5).pow(-exponent)), -exponent);
  }
}
