package dev.ingot.lang.value;

import java.math.BigInteger;

/** Operations on mantissas and powers of two; see {@link BigFloat}. */
final class FloatArithmetic {
  private static final int DOUBLE_PRECISION = 53;

  private FloatArithmetic() {}

  /** An odd mantissa, which has no bits more than it needs. */
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
      // The lesser operand only decides which way the greater is rounded.
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
    // One more bit stands for all that the division left over.
    BigInteger whole = parts[0].shiftLeft(1);
    if (parts[1].signum() != 0) {
      whole = whole.setBit(0);
    }
    return BigFloat.rounded(
        a.signum() == b.signum() ? whole : whole.negate(), powerA - powerB - shift - 1, bits);
  }

  /** The double nearest to {@code mantissa * 2^exponent}. */
  static double toDouble(BigInteger mantissa, int exponent) {
    int top = mantissa.bitLength() + exponent;
    boolean negative = mantissa.signum() < 0;
    if (top > 1025) {
      return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    int bits = Math.min(DOUBLE_PRECISION, mantissa.abs().bitLength() + exponent + 1074);
    if (bits < 0) {
      return negative ? -0.0 : 0.0;
    }
    if (bits == 0) {
      // At least half the least double: more than half of it rounds up.
      double least = mantissa.abs().bitCount() > 1 ? Double.MIN_VALUE : 0.0;
      return negative ? -least : least;
    }
    BigFloat near = BigFloat.rounded(mantissa, exponent, bits);
    return Math.scalb(near.mantissa().doubleValue(), near.exponent());
  }

  /** The number that the bits of a double other than zero stand for. */
  static BigFloat exactly(long bits) {
    int power = (int) (bits >> 52 & 0x7ff);
    long fraction = bits & (1L << 52) - 1;
    long whole = power == 0 ? fraction : fraction | 1L << 52;
    return BigFloat.rounded(
        BigInteger.valueOf(bits < 0 ? -whole : whole), Math.max(power, 1) - 1075, DOUBLE_PRECISION);
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
}
