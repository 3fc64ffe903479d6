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
 * 53; an operation has the greater precision of its operands. The precision determines how results
 * are rounded and how many digits are shown, never whether two numbers are equal. There are a
 * negative zero (equal to zero, shown as {@code -0}) and two infinities, no NaN. Rules: the
 * recorded behaviour of Terraform 1.11, which is that of Go's {@code big.Float}.
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
   * The exact value of a double.
   *
   * @throws NumberException if it is not a number
   */
  public static BigFloat of(double number) {
    return DoubleConversion.exactly(number);
  }

  /** The number of 512 bits nearest to a decimal. */
  public static BigFloat of(BigDecimal number) {
    return DecimalText.scaled(number.unscaledValue(), -(long) number.scale())
        .orElseThrow(BigFloat::beyondRange);
  }

  /**
   * Reads a number as in a conversion from string: a decimal number with an optional sign, fraction
   * and exponent ({@code e} decimal, {@code p} binary), or an infinity. Empty if the text is not a
   * number, or beyond {@link #MAX_EXPONENT}.
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
      case SMALL -> fitted(small, bits);
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

  /** Whether the sign is negative, including that of zero. */
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
    return !isInfinite() && exponent >= 0;
  }

  /** The number as a long, if it is one. */
  public OptionalLong asLong() {
    return kind == Kind.SMALL || kind == Kind.NEGATIVE_ZERO
        ? OptionalLong.of(small)
        : OptionalLong.empty();
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
    if (kind == Kind.SMALL && other.kind == Kind.SMALL) {
      long sum = small + other.small;
      if (((small ^ sum) & (other.small ^ sum)) >= 0) {
        return fitted(sum, Math.max(precision, other.precision));
      }
    }
    return ExtendedArithmetic.sum(this, other);
  }

  private static BigFloat fitted(long number, int bits) {
    return bits >= LONG_PRECISION
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
    return ExtendedArithmetic.difference(this, other);
  }

  /** Multiplies; the result has the precision it needs to be exact, up to 512 bits. */
  public BigFloat times(BigFloat other) {
    if (kind == Kind.SMALL && other.kind == Kind.SMALL && small != 0 && other.small != 0) {
      int bits = Math.max(precision, other.precision);
      long low = small * other.small;
      if (Math.multiplyHigh(small, other.small) == low >> 63 && bits >= LONG_PRECISION) {
        return small(low, bits);
      }
    }
    return ExtendedArithmetic.product(this, other);
  }

  /** Zero with a sign. */
  static BigFloat zero(boolean negative, int bits) {
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
    return ExtendedArithmetic.quotient(this, other);
  }

  /**
   * The remainder of the division truncated to a whole number; by zero it is the dividend itself.
   */
  public BigFloat remainder(BigFloat other) {
    return kind == Kind.SMALL && other.kind == Kind.SMALL && other.small != 0
        ? fitted(small % other.small, precision)
        : ExtendedArithmetic.remainder(this, other);
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

  /** The number rounded towards zero to a whole number; infinities are unchanged. */
  public BigFloat truncate() {
    return isInfinite() ? this : kind == Kind.LARGE ? of(toBigInteger()) : of(small);
  }

  /** The greatest whole number not above this one; infinities are unchanged. */
  public BigFloat floor() {
    // The right shift of a negative BigInteger rounds down.
    return isWhole() || isInfinite() ? truncate() : of(mantissa.shiftRight(-exponent));
  }

  /** The least whole number not below this one; infinities are unchanged. */
  public BigFloat ceil() {
    return isWhole() || isInfinite()
        ? truncate()
        : of(mantissa.negate().shiftRight(-exponent).negate());
  }

  /**
   * The number truncated to a whole number.
   *
   * @throws NumberException if it is infinite
   */
  public BigInteger toBigInteger() {
    requireFinite();
    return FloatArithmetic.truncated(mantissa(), exponent);
  }

  /**
   * The number as a decimal, exactly.
   *
   * @throws NumberException if it is infinite
   */
  public BigDecimal toBigDecimal() {
    requireFinite();
    return FloatArithmetic.decimal(mantissa(), exponent);
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
    return ExtendedArithmetic.compare(this, other);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof BigFloat other
        && (kind == other.kind
            ? small == other.small && exponent == other.exponent && mantissa.equals(other.mantissa)
            : isZero() && other.isZero());
  }

  @Override
  public int hashCode() {
    // The same for both zeros, which are equal.
    return Long.hashCode(small) ^ (mantissa.hashCode() * 31 + exponent);
  }

  /**
   * The shortest decimal digits that parse to this number at its own precision.
   *
   * @throws NumberException if it is infinite
   */
  public DecimalDigits digits() {
    requireFinite();
    return DecimalText.digits(this);
  }

  /**
   * The shortest decimal that parses to this number at its own precision, without an exponent;
   * {@code +Inf} and {@code -Inf}.
   */
  @Override
  public String toString() {
    return switch (kind) {
      case SMALL -> precision >= LONG_PRECISION ? Long.toString(small) : digits().plain();
      case LARGE -> digits().plain();
      case NEGATIVE_ZERO -> "-0";
      case POSITIVE_INFINITY -> "+Inf";
      case NEGATIVE_INFINITY -> "-Inf";
    };
  }
}
