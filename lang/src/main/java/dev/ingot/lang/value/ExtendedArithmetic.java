package dev.ingot.lang.value;

import java.math.BigInteger;

/**
 * Arithmetic on numbers of any kind, including signed zeros and infinities: what {@link BigFloat}
 * can't calculate with longs alone.
 */
final class ExtendedArithmetic {
  private ExtendedArithmetic() {}

  private static int precision(BigFloat a, BigFloat b) {
    return Math.max(a.precision(), b.precision());
  }

  static BigFloat sum(BigFloat a, BigFloat b) {
    int bits = precision(a, b);
    if (a.isInfinite() || b.isInfinite()) {
      if (a.isInfinite() && b.isInfinite() && a.signum() != b.signum()) {
        throw new NumberException("can't compute sum of opposing infinities");
      }
      return a.isInfinite() ? a : b;
    }
    if (a.isZero() && b.isZero()) {
      return BigFloat.zero(a.isNegative() && b.isNegative(), bits);
    }
    if (a.isZero() || b.isZero()) {
      return (a.isZero() ? b : a).withPrecision(bits);
    }
    return FloatArithmetic.sum(a.mantissa(), a.exponent(), b.mantissa(), b.exponent(), bits);
  }

  static BigFloat difference(BigFloat a, BigFloat b) {
    if (a.isInfinite() && b.isInfinite() && a.signum() == b.signum()) {
      throw new NumberException("can't subtract infinity from itself");
    }
    return a.plus(b.negate());
  }

  static BigFloat product(BigFloat a, BigFloat b) {
    int bits = precision(a, b);
    boolean negative = a.isNegative() != b.isNegative();
    if (a.isInfinite() || b.isInfinite()) {
      if (a.isZero() || b.isZero()) {
        throw new NumberException("can't multiply zero by infinity");
      }
      return infinity(negative);
    }
    if (a.isZero() || b.isZero()) {
      return BigFloat.zero(negative, bits);
    }
    BigFloat result = product(a, b, BigFloat.PRECISION);
    return result.withPrecision(Math.max(bits, significantBits(result.mantissa())));
  }

  /** The product of two finite numbers at a given precision. */
  static BigFloat product(BigFloat a, BigFloat b, int bits) {
    return BigFloat.rounded(a.mantissa().multiply(b.mantissa()), a.exponent() + b.exponent(), bits);
  }

  private static int significantBits(BigInteger mantissa) {
    return mantissa.abs().bitLength() - Math.max(0, mantissa.getLowestSetBit());
  }

  private static BigFloat infinity(boolean negative) {
    return negative ? BigFloat.NEGATIVE_INFINITY : BigFloat.POSITIVE_INFINITY;
  }

  static BigFloat quotient(BigFloat a, BigFloat b) {
    int bits = precision(a, b);
    boolean negative = a.isNegative() != b.isNegative();
    if ((a.isInfinite() && b.isInfinite()) || (a.isZero() && b.isZero())) {
      throw new NumberException("can't divide zero by zero or infinity by infinity");
    }
    if (a.isInfinite() || b.isZero()) {
      return infinity(negative);
    }
    if (a.isZero() || b.isInfinite()) {
      return BigFloat.zero(negative, bits);
    }
    return FloatArithmetic.quotient(a.mantissa(), a.exponent(), b.mantissa(), b.exponent(), bits);
  }

  static BigFloat remainder(BigFloat a, BigFloat b) {
    if (b.isZero()) {
      return a;
    }
    if (a.isInfinite()) {
      throw new NumberException("can't compute the remainder of infinity");
    }
    if (b.isInfinite()) {
      throw new NumberException("can't multiply zero by infinity");
    }
    BigFloat whole = a.dividedBy(b).truncate().withPrecision(a.precision());
    return whole.isZero()
        ? a
        : a.minus(product(b, whole, a.precision())).withPrecision(a.precision());
  }

  static int compare(BigFloat a, BigFloat b) {
    int sign = a.signum();
    if (sign != b.signum() || sign == 0) {
      return Integer.compare(sign, b.signum());
    }
    if (a.isInfinite() || b.isInfinite()) {
      return a.isInfinite() && b.isInfinite() ? 0 : a.isInfinite() ? sign : -sign;
    }
    int gap =
        FloatArithmetic.compareMagnitudes(
            a.mantissa().abs(), a.exponent(), b.mantissa().abs(), b.exponent());
    return sign > 0 ? gap : -gap;
  }
}
