package dev.ingot.lang.value;

import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;

/** Conversion of numbers from and to decimal text. */
final class DecimalText {
  /** The limit for the digits of one number. */
  private static final int MAX_DIGITS = 1_000_000;

  private static final BigInteger FIVE = BigInteger.valueOf(5);

  private DecimalText() {}

  /** Reads a literal. */
  static Optional<BigFloat> parseLiteral(String text) {
    int at = digits(text, 0);
    boolean valid = at > 0;
    if (valid && at < text.length() && text.charAt(at) == '.') {
      int end = digits(text, at + 1);
      valid = end > at + 1;
      at = end;
    }
    if (valid && at < text.length() && (text.charAt(at) | 0x20) == 'e') {
      int start = at + 1;
      if (start < text.length() && (text.charAt(start) == '+' || text.charAt(start) == '-')) {
        start++;
      }
      at = digits(text, start);
      valid = at > start;
    }
    return valid && at == text.length() ? parse(text) : Optional.empty();
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && digit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Reads a number as in a conversion from string. */
  static Optional<BigFloat> parse(String text) {
    int at = 0;
    int length = text.length();
    boolean negative = false;
    if (length > 0 && (text.charAt(0) == '+' || text.charAt(0) == '-')) {
      negative = text.charAt(0) == '-';
      at++;
    }
    if (length - at == 3 && (text.startsWith("Inf", at) || text.startsWith("inf", at))) {
      return Optional.of(negative ? BigFloat.NEGATIVE_INFINITY : BigFloat.POSITIVE_INFINITY);
    }
    int wholeEnd = digits(text, at);
    int fractionEnd = wholeEnd;
    int fraction = 0;
    if (wholeEnd < length && text.charAt(wholeEnd) == '.') {
      fractionEnd = digits(text, wholeEnd + 1);
      fraction = fractionEnd - wholeEnd - 1;
    }
    int count = wholeEnd - at + fraction;
    if (count == 0 || count > MAX_DIGITS) {
      return Optional.empty();
    }
    long power = 0;
    boolean binary = false;
    if (fractionEnd < length) {
      char marker = (char) (text.charAt(fractionEnd) | 0x20);
      binary = marker == 'p';
      power = binary || marker == 'e' ? exponent(text, fractionEnd + 1) : Long.MIN_VALUE;
      if (power == Long.MIN_VALUE) {
        return Optional.empty();
      }
    }
    if (wholeEnd - at <= 18 && fraction == 0 && power == 0) {
      long whole = 0;
      for (int i = at; i < wholeEnd; i++) {
        whole = whole * 10 + (text.charAt(i) - '0');
      }
      BigFloat number = BigFloat.of(whole).withPrecision(BigFloat.PRECISION);
      return Optional.of(negative ? number.negate() : number);
    }
    BigInteger mantissa =
        fraction == 0
            ? whole(text, at, wholeEnd)
            : whole(
                text.substring(at, wholeEnd) + text.substring(wholeEnd + 1, fractionEnd), 0, count);
    Optional<BigFloat> number =
        binary
            ? scaled(mantissa, -fraction, power - fraction)
            : scaled(mantissa, power - fraction, power - fraction);
    boolean minus = negative;
    return number.map(magnitude -> minus ? magnitude.negate() : magnitude);
  }

  /** The exponent from an index to the end; the minimum long if there is none. */
  private static long exponent(String text, int from) {
    int at = from;
    boolean negative = false;
    if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
      negative = text.charAt(at) == '-';
      at++;
    }
    if (at == text.length() || digits(text, at) < text.length()) {
      return Long.MIN_VALUE;
    }
    long power = 0;
    for (; at < text.length(); at++) {
      power = Math.min(power * 10 + (text.charAt(at) - '0'), 1L << 40);
    }
    return negative ? -power : power;
  }

  /** The whole number of digits, by recursive halving, which is faster for many digits. */
  private static BigInteger whole(String text, int from, int to) {
    int count = to - from;
    if (count <= 400) {
      return count == 0 ? BigInteger.ZERO : new BigInteger(text.substring(from, to));
    }
    int middle = to - count / 2;
    return whole(text, from, middle)
        .multiply(BigInteger.TEN.pow(to - middle))
        .add(whole(text, middle, to));
  }

  /** The nearest number to {@code mantissa * 10^power}; empty beyond the range. */
  static Optional<BigFloat> scaled(BigInteger mantissa, long power) {
    return scaled(mantissa, power, power);
  }

  /** The nearest number to {@code mantissa * 5^fives * 2^twos}. */
  private static Optional<BigFloat> scaled(BigInteger mantissa, long fives, long twos) {
    if (mantissa.signum() == 0) {
      return Optional.of(BigFloat.of(0).withPrecision(BigFloat.PRECISION));
    }
    long limit = BigFloat.MAX_EXPONENT;
    if (Math.abs(fives) > limit || Math.abs(twos) > 2 * limit) {
      return Optional.empty();
    }
    try {
      int bits = BigFloat.PRECISION;
      if (fives == 0) {
        return Optional.of(BigFloat.rounded(mantissa, (int) twos, bits));
      }
      BigFloat scale = powerOfFive((int) Math.abs(fives), bits + 64);
      BigInteger factor = scale.mantissa();
      int factorPower = scale.exponent();
      return Optional.of(
          fives < 0
              ? FloatArithmetic.quotient(mantissa, (int) twos, factor, factorPower, bits)
              : BigFloat.rounded(mantissa.multiply(factor), (int) twos + factorPower, bits));
    } catch (NumberException beyondRange) {
      return Optional.empty();
    }
  }

  /** Five to a power, exact while it fits in the bits, which is up to 248 for 576 bits. */
  private static BigFloat powerOfFive(int power, int bits) {
    if (power <= 248) {
      return BigFloat.rounded(FIVE.pow(power), 0, bits);
    }
    BigFloat result = BigFloat.rounded(FIVE.pow(27), 0, bits);
    BigFloat factor = BigFloat.rounded(FIVE, 0, bits + 64);
    for (int left = power - 27; ; ) {
      if ((left & 1) != 0) {
        result = ExtendedArithmetic.product(result, factor, bits);
      }
      left >>= 1;
      if (left == 0) {
        return result;
      }
      factor = ExtendedArithmetic.product(factor, factor, bits + 64);
    }
  }

  /**
   * The leading digits of {@code mantissa * 2^exponent}.
   *
   * @param point the position of the decimal point
   * @param more whether there are more digits
   */
  private record Leading(String digits, int point, boolean more) {
    char at(int index) {
      return index < digits.length() ? digits.charAt(index) : '0';
    }

    /** Whether the digit at an index is the last. */
    boolean endsAt(int index) {
      return !more && index + 1 == digits.length();
    }

    /** Whether digits follow the one at an index. */
    boolean continuesAfter(int index) {
      return more || index + 1 < digits.length();
    }
  }

  private static Leading leading(BigInteger mantissa, int exponent, int count) {
    int bits = mantissa.bitLength() + exponent;
    // The fraction is log10(2); one digit too many or few does no harm.
    int scale = count - (int) ((bits * 646_456_993L) >> 31);
    BigInteger number;
    boolean more;
    if (scale >= 0) {
      number = mantissa.multiply(FIVE.pow(scale));
      int shift = exponent + scale;
      more = shift < 0 && number.getLowestSetBit() < -shift;
      number = number.shiftLeft(shift);
    } else {
      BigInteger[] parts =
          mantissa.shiftLeft(exponent).divideAndRemainder(BigInteger.TEN.pow(-scale));
      number = parts[0];
      more = parts[1].signum() != 0;
    }
    String text = number.toString();
    int end = text.length();
    if (!more) {
      while (end > 0 && text.charAt(end - 1) == '0') {
        end--;
      }
    }
    return new Leading(text.substring(0, end), text.length() - scale, more);
  }

  /** The shortest digits that parse to a finite number at its own precision. */
  static DecimalDigits digits(BigFloat number) {
    OptionalLong whole = number.asLong();
    int precision = number.precision();
    if (whole.isEmpty()
        || (precision < Long.SIZE && Math.abs(whole.getAsLong()) >>> precision != 0)) {
      return shortest(number.mantissa(), number.exponent(), precision);
    }
    return DecimalDigits.of(
        number.isNegative(),
        number.isZero() ? "" : Long.toString(whole.getAsLong()).replace("-", ""));
  }

  /** The shortest digits that round to {@code mantissa * 2^exponent} at a precision. */
  private static DecimalDigits shortest(BigInteger signed, int exponent, int precision) {
    boolean negative = signed.signum() < 0;
    BigInteger magnitude = signed.abs();
    int count = precision * 31 / 100 + 6;
    Leading exact = leading(magnitude, exponent, count);
    // One bit more than the precision: its unit is half of the last place.
    int shift = precision + 1 - magnitude.bitLength();
    BigInteger halves = shift >= 0 ? magnitude.shiftLeft(shift) : magnitude.shiftRight(-shift);
    boolean inclusive = !halves.testBit(1);
    Leading lower = leading(halves.subtract(BigInteger.ONE), exponent - shift, count);
    Leading upper = leading(halves.add(BigInteger.ONE), exponent - shift, count);
    for (int i = 0; i < exact.digits().length(); i++) {
      char digit = exact.at(i);
      char above = upper.at(i);
      boolean down = lower.at(i) != digit || (inclusive && lower.endsAt(i));
      boolean up = digit != above && (inclusive || digit + 1 < above || upper.continuesAfter(i));
      if (down || up) {
        boolean raise = (down && up) ? nearerUp(exact, i + 1) : up;
        return cut(negative, exact, i + 1, raise);
      }
    }
    return new DecimalDigits(negative, exact.digits(), exact.point());
  }

  private static boolean nearerUp(Leading exact, int length) {
    if (length >= exact.digits().length()) {
      return false;
    }
    char next = exact.at(length);
    return (next == '5' && exact.endsAt(length))
        ? (exact.at(length - 1) - '0') % 2 != 0
        : next >= '5';
  }

  private static DecimalDigits cut(boolean negative, Leading exact, int length, boolean raise) {
    int end = Math.min(length, exact.digits().length());
    char avoid = raise ? '9' : '0';
    while (end > 0 && exact.at(end - 1) == avoid) {
      end--;
    }
    if (!raise) {
      return new DecimalDigits(negative, exact.digits().substring(0, end), exact.point());
    }
    if (end == 0) {
      return new DecimalDigits(negative, "1", exact.point() + 1);
    }
    String kept = exact.digits().substring(0, end - 1);
    return new DecimalDigits(negative, kept + (char) (exact.at(end - 1) + 1), exact.point());
  }
}
