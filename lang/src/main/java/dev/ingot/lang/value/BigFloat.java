package dev.ingot.lang.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A number of the language: a binary floating-point number, rounded half to even at its precision,
 * with a fast path for longs.
 *
 * <p>Literals and text have 512 bits of precision, whole numbers that the program makes 64, doubles
 * 53; an operation has the greater precision of its operands. The precision decides how results are
 * rounded and how many digits are shown, never whether two numbers are equal. There are a negative
 * zero (equal to zero, shown as {@code -0}) and two infinities, no NaN. Rules: the recorded
 * behaviour of Terraform 1.11, which is that of Go's {@code big.Float}.
 */
public final class BigFloat implements Comparable<BigFloat> {
  /** The precision of numbers that come from text, in bits. */
  public static final int PRECISION = 512;

  /**
   * The limit on magnitudes: a finite number other than zero is less than 2 to this power and at
   * least 2 to its negative (about 1.2 million decimal digits). Operations beyond it fail.
   */
  public static final int MAX_EXPONENT = 1 << 22;

  private static final int LONG_PRECISION = 64;

  public static final BigFloat ZERO = small(0, LONG_PRECISION);
  public static final BigFloat ONE = small(1, LONG_PRECISION);
  public static final BigFloat NEGATIVE_ZERO =
      new BigFloat(Kind.NEGATIVE_ZERO, 0, BigInteger.ZERO, 0, LONG_PRECISION);
  public static final BigFloat POSITIVE_INFINITY =
      new BigFloat(Kind.POSITIVE_INFINITY, 0, BigInteger.ZERO, 0, PRECISION);
  public static final BigFloat NEGATIVE_INFINITY =
      new BigFloat(Kind.NEGATIVE_INFINITY, 0, BigInteger.ZERO, 0, PRECISION);

  private enum Kind {
    /** Every whole number that fits in a long, and nothing else. */
    SMALL,
    /** Any other finite number: mantissa (odd) times 2 to the exponent. */
    LARGE,
    NEGATIVE_ZERO,
    POSITIVE_INFINITY,
    NEGATIVE_INFINITY
  }

  private final Kind kind;
  private final long small;
  private final BigInteger mantissa;
  private final int exponent;
  private final int precision;

  private BigFloat(Kind kind, long small, BigInteger mantissa, int exponent, int precision) {
    this.kind = kind;
    this.small = small;
    this.mantissa = mantissa;
    this.exponent = exponent;
    this.precision = precision;
  }

  /** A whole number. */
  public static BigFloat of(long number) {
    return small(number, LONG_PRECISION);
  }

  /** A whole number, exactly, with at least 64 bits of precision. */
  public static BigFloat of(BigInteger number) {
    return rounded(number, 0, Math.max(LONG_PRECISION, number.bitLength()));
  }

  /**
   * The number that a double is.
   *
   * @throws NumberException if it is not a number
   */
  public static BigFloat of(double number) {
    return DoubleConversion.exactly(number);
  }

  /** The nearest number of 512 bits to a decimal. */
  public static BigFloat of(BigDecimal number) {
    return DecimalText.scaled(number.unscaledValue(), -(long) number.scale())
        .orElseThrow(BigFloat::beyondRange);
  }

  /**
   * Reads what a conversion from string accepts: a decimal number with an optional sign, fraction
   * and exponent ({@code e} decimal, {@code p} binary), or an infinity. Empty if it is none, or
   * beyond {@link #MAX_EXPONENT}.
   */
  public static Optional<BigFloat> parse(String text) {
    return DecimalText.parse(text);
  }

  /** Reads a number literal: digits, and a fraction and a decimal exponent if any. */
  public static Optional<BigFloat> parseLiteral(String text) {
    return DecimalText.parseLiteral(text);
  }

  static BigFloat small(long number, int precision) {
    return new BigFloat(Kind.SMALL, number, BigInteger.ZERO, 0, precision);
  }

  /** The number {@code mantissa * 2^exponent}, rounded half to even. */
  static BigFloat rounded(BigInteger mantissa, int exponent, int precision) {
    int sign = mantissa.signum();
    if (sign == 0) {
      return small(0, precision);
    }
    FloatArithmetic.Rounded kept = FloatArithmetic.round(mantissa.abs(), exponent, precision);
    BigInteger magnitude = kept.mantissa();
    int power = kept.exponent();
    int top = magnitude.bitLength() + power;
    if (top > MAX_EXPONENT || top < -MAX_EXPONENT) {
      throw beyondRange();
    }
    if (power >= 0 && top <= 63) {
      long whole = magnitude.longValueExact() << power;
      return small(sign < 0 ? -whole : whole, precision);
    }
    if (sign < 0 && power == 63 && magnitude.equals(BigInteger.ONE)) {
      return small(Long.MIN_VALUE, precision);
    }
    return new BigFloat(Kind.LARGE, 0, sign < 0 ? magnitude.negate() : magnitude, power, precision);
  }

  private static NumberException beyondRange() {
    return new NumberException(
        "the magnitude of a number is limited to 2 to the power of " + MAX_EXPONENT);
  }

  /** The precision in bits. */
  public int precision() {
    return precision;
  }

  /** This number rounded to a precision in bits. */
  public BigFloat withPrecision(int bits) {
    return switch (kind) {
      case SMALL ->
          bits >= LONG_PRECISION ? small(small, bits) : rounded(mantissa(), exponent(), bits);
      case LARGE -> rounded(mantissa, exponent, bits);
      case NEGATIVE_ZERO, POSITIVE_INFINITY, NEGATIVE_INFINITY ->
          new BigFloat(kind, 0, BigInteger.ZERO, 0, bits);
    };
  }

  /** The mantissa of a finite number, with its sign. */
  BigInteger mantissa() {
    return kind == Kind.SMALL ? BigInteger.valueOf(small) : mantissa;
  }

  /** The power of two that {@link #mantissa} is multiplied by. */
  int exponent() {
    return exponent;
  }

  /** Whether this is one of the infinities. */
  public boolean isInfinite() {
    return kind == Kind.POSITIVE_INFINITY || kind == Kind.NEGATIVE_INFINITY;
  }

  /** Whether this is zero, of either sign. */
  public boolean isZero() {
    return kind == Kind.NEGATIVE_ZERO || (kind == Kind.SMALL && small == 0);
  }

  /** Whether the sign is minus, also that of zero. */
  public boolean isNegative() {
    return kind == Kind.NEGATIVE_ZERO || signum() < 0;
  }

  /** -1, 0 or 1. */
  public int signum() {
    return switch (kind) {
      case SMALL -> Long.signum(small);
      case LARGE -> mantissa.signum();
      case NEGATIVE_ZERO -> 0;
      case POSITIVE_INFINITY -> 1;
      case NEGATIVE_INFINITY -> -1;
    };
  }

  /** Whether this is a whole number; the infinities are not. */
  public boolean isWhole() {
    return kind == Kind.SMALL
        || kind == Kind.NEGATIVE_ZERO
        || (kind == Kind.LARGE && exponent >= 0);
  }

  /** The number as a long, if it is one. */
  public OptionalLong asLong() {
    return switch (kind) {
      case SMALL -> OptionalLong.of(small);
      case NEGATIVE_ZERO -> OptionalLong.of(0);
      case LARGE, POSITIVE_INFINITY, NEGATIVE_INFINITY -> OptionalLong.empty();
    };
  }

  /** The number as an int, if it is one. */
  public OptionalInt asInt() {
    OptionalLong whole = asLong();
    return whole.isPresent() && (int) whole.getAsLong() == whole.getAsLong()
        ? OptionalInt.of((int) whole.getAsLong())
        : OptionalInt.empty();
  }

  /** Adds, at the greater precision of the two. */
  public BigFloat plus(BigFloat other) {
    int bits = Math.max(precision, other.precision);
    if (kind == Kind.SMALL && other.kind == Kind.SMALL) {
      long sum = small + other.small;
      if (((small ^ sum) & (other.small ^ sum)) >= 0) {
        return fitted(sum, bits);
      }
    }
    if (isInfinite() || other.isInfinite()) {
      if (isInfinite() && other.isInfinite() && kind != other.kind) {
        throw new NumberException("can't compute sum of opposing infinities");
      }
      return isInfinite() ? this : other;
    }
    if (isZero() && other.isZero()) {
      return zero(isNegative() && other.isNegative(), bits);
    }
    if (isZero() || other.isZero()) {
      return (isZero() ? other : this).withPrecision(bits);
    }
    return FloatArithmetic.sum(mantissa(), exponent, other.mantissa(), other.exponent, bits);
  }

  private static BigFloat fitted(long number, int bits) {
    return bits >= LONG_PRECISION || Math.abs(number) >>> bits == 0
        ? small(number, bits)
        : rounded(BigInteger.valueOf(number), 0, bits);
  }

  /** Subtracts, at the greater precision of the two. */
  public BigFloat minus(BigFloat other) {
    if (kind == Kind.SMALL && other.kind == Kind.SMALL) {
      long difference = small - other.small;
      if (((small ^ other.small) & (small ^ difference)) >= 0) {
        return fitted(difference, Math.max(precision, other.precision));
      }
    }
    if (isInfinite() && kind == other.kind) {
      throw new NumberException("can't subtract infinity from itself");
    }
    return plus(other.negate());
  }

  /** Multiplies; the result has the bits it needs to be exact, up to 512. */
  public BigFloat times(BigFloat other) {
    int bits = Math.max(precision, other.precision);
    if (kind == Kind.SMALL && other.kind == Kind.SMALL && small != 0 && other.small != 0) {
      long high = Math.multiplyHigh(small, other.small);
      long low = small * other.small;
      if (high == low >> 63 && bits >= LONG_PRECISION) {
        return small(low, bits);
      }
    }
    boolean negative = isNegative() != other.isNegative();
    if (isInfinite() || other.isInfinite()) {
      if (isZero() || other.isZero()) {
        throw new NumberException("can't multiply zero by infinity");
      }
      return negative ? NEGATIVE_INFINITY : POSITIVE_INFINITY;
    }
    if (isZero() || other.isZero()) {
      return zero(negative, bits);
    }
    BigInteger product = mantissa().multiply(other.mantissa());
    BigFloat result = rounded(product, exponent + other.exponent, PRECISION);
    return result.withPrecision(Math.max(bits, result.significantBits()));
  }

  /** Multiplies at exactly a precision. */
  BigFloat times(BigFloat other, int bits) {
    return rounded(mantissa().multiply(other.mantissa()), exponent + other.exponent, bits);
  }

  private int significantBits() {
    BigInteger whole = mantissa();
    return whole.abs().bitLength() - Math.max(0, whole.getLowestSetBit());
  }

  private static BigFloat zero(boolean negative, int bits) {
    return negative
        ? new BigFloat(Kind.NEGATIVE_ZERO, 0, BigInteger.ZERO, 0, bits)
        : small(0, bits);
  }

  /** Divides, at the greater precision of the two; by zero gives an infinity. */
  public BigFloat dividedBy(BigFloat other) {
    int bits = Math.max(precision, other.precision);
    if (kind == Kind.SMALL
        && other.kind == Kind.SMALL
        && small != 0
        && other.small != 0
        && other.small != -1
        && bits >= LONG_PRECISION
        && small % other.small == 0) {
      return small(small / other.small, bits);
    }
    boolean negative = isNegative() != other.isNegative();
    if ((isInfinite() && other.isInfinite()) || (isZero() && other.isZero())) {
      throw new NumberException("can't divide zero by zero or infinity by infinity");
    }
    if (isInfinite() || other.isZero()) {
      return negative ? NEGATIVE_INFINITY : POSITIVE_INFINITY;
    }
    if (isZero() || other.isInfinite()) {
      return zero(negative, bits);
    }
    return FloatArithmetic.quotient(mantissa(), exponent, other.mantissa(), other.exponent, bits);
  }

  /**
   * The remainder of the division truncated to a whole number; by zero it is the dividend itself.
   */
  public BigFloat remainder(BigFloat other) {
    if (kind == Kind.SMALL && other.kind == Kind.SMALL && other.small != 0) {
      return fitted(small % other.small, precision);
    }
    if (other.isZero()) {
      return this;
    }
    if (isInfinite()) {
      throw new NumberException("can't compute the remainder of infinity");
    }
    if (other.isInfinite()) {
      throw new NumberException("can't multiply zero by infinity");
    }
    BigFloat whole = dividedBy(other).truncate().withPrecision(precision);
    if (whole.isZero()) {
      return this;
    }
    return minus(other.times(whole, precision)).withPrecision(precision);
  }

  /** The number with the other sign. */
  public BigFloat negate() {
    return switch (kind) {
      case SMALL ->
          small == 0
              ? zero(true, precision)
              : small == Long.MIN_VALUE
                  ? rounded(mantissa().negate(), 0, precision)
                  : small(-small, precision);
      case LARGE -> rounded(mantissa.negate(), exponent, precision);
      case NEGATIVE_ZERO -> small(0, precision);
      case POSITIVE_INFINITY -> NEGATIVE_INFINITY;
      case NEGATIVE_INFINITY -> POSITIVE_INFINITY;
    };
  }

  /** The number without its sign. */
  public BigFloat abs() {
    return isNegative() ? negate() : this;
  }

  /** The whole number next to this one towards zero; infinities stay. */
  public BigFloat truncate() {
    return isInfinite() ? this : kind == Kind.LARGE ? of(toBigInteger()) : of(small);
  }

  /** The greatest whole number not above this one; infinities stay. */
  public BigFloat floor() {
    // The right shift of a negative BigInteger rounds down.
    return isWhole() || isInfinite() ? truncate() : of(mantissa.shiftRight(-exponent));
  }

  /** The least whole number not below this one; infinities stay. */
  public BigFloat ceil() {
    return isWhole() || isInfinite()
        ? truncate()
        : of(mantissa.negate().shiftRight(-exponent).negate());
  }

  /**
   * The number truncated to a whole one.
   *
   * @throws NumberException if it is infinite
   */
  public BigInteger toBigInteger() {
    requireFinite();
    return kind == Kind.LARGE
        ? FloatArithmetic.truncated(mantissa, exponent)
        : BigInteger.valueOf(small);
  }

  /**
   * The number as a decimal, exactly.
   *
   * @throws NumberException if it is infinite
   */
  public BigDecimal toBigDecimal() {
    requireFinite();
    return kind == Kind.LARGE
        ? FloatArithmetic.decimal(mantissa, exponent)
        : BigDecimal.valueOf(small);
  }

  private void requireFinite() {
    if (isInfinite()) {
      throw new NumberException("a finite number is required");
    }
  }

  /** The nearest double. */
  public double doubleValue() {
    return switch (kind) {
      case SMALL -> (double) small;
      case LARGE -> DoubleConversion.nearest(mantissa, exponent);
      case NEGATIVE_ZERO -> -0.0;
      case POSITIVE_INFINITY -> Double.POSITIVE_INFINITY;
      case NEGATIVE_INFINITY -> Double.NEGATIVE_INFINITY;
    };
  }

  @Override
  public int compareTo(BigFloat other) {
    if (kind == Kind.SMALL && other.kind == Kind.SMALL) {
      return Long.compare(small, other.small);
    }
    int sign = signum();
    int otherSign = other.signum();
    if (sign != otherSign || sign == 0) {
      return Integer.compare(sign, otherSign);
    }
    if (isInfinite() || other.isInfinite()) {
      return kind == other.kind ? 0 : isInfinite() ? sign : -sign;
    }
    int gap =
        FloatArithmetic.compareMagnitudes(
            mantissa().abs(), exponent, other.mantissa().abs(), other.exponent);
    return sign > 0 ? gap : -gap;
  }

  @Override
  public boolean equals(Object object) {
    if (this == object) {
      return true;
    }
    if (!(object instanceof BigFloat other)) {
      return false;
    }
    if (kind != other.kind) {
      return isZero() && other.isZero();
    }
    return small == other.small && exponent == other.exponent && mantissa.equals(other.mantissa);
  }

  @Override
  public int hashCode() {
    return switch (kind) {
      case SMALL -> Long.hashCode(small);
      case LARGE -> mantissa.hashCode() * 31 + exponent;
      case NEGATIVE_ZERO -> 0;
      case POSITIVE_INFINITY -> Integer.MAX_VALUE;
      case NEGATIVE_INFINITY -> Integer.MIN_VALUE;
    };
  }

  /**
   * The shortest decimal digits that are read back as this number at its own precision.
   *
   * @throws NumberException if it is infinite
   */
  public DecimalDigits digits() {
    requireFinite();
    return kind == Kind.LARGE || !hasExactDigits()
        ? DecimalText.shortest(mantissa(), exponent, precision)
        : DecimalDigits.of(isNegative(), isZero() ? "" : Long.toString(small).replace("-", ""));
  }

  /** Whether no digit of a small number can be left out. */
  private boolean hasExactDigits() {
    return precision >= LONG_PRECISION || Math.abs(small) >>> precision == 0;
  }

  /**
   * The shortest decimal that is read back as this number at its own precision, without an
   * exponent; {@code +Inf} and {@code -Inf}.
   */
  @Override
  public String toString() {
    return switch (kind) {
      case SMALL -> hasExactDigits() ? Long.toString(small) : digits().plain();
      case LARGE -> digits().plain();
      case NEGATIVE_ZERO -> "-0";
      case POSITIVE_INFINITY -> "+Inf";
      case NEGATIVE_INFINITY -> "-Inf";
    };
  }
}
