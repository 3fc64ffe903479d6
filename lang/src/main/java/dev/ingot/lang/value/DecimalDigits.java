package dev.ingot.lang.value;

/**
 * A finite decimal number as digits: {@code 0.DIGITS} times ten to the power {@code point}.
 *
 * @param negative whether the sign is minus
 * @param digits without leading and trailing zeros; empty for zero
 * @param point the position of the decimal point, counted from the first digit
 */
public record DecimalDigits(boolean negative, String digits, int point) {
  /** The digits of a whole number. */
  static DecimalDigits of(boolean negative, String whole) {
    int end = whole.length();
    while (end > 0 && whole.charAt(end - 1) == '0') {
      end--;
    }
    return new DecimalDigits(negative, whole.substring(0, end), whole.length());
  }

  /** The number in full, without an exponent. */
  public String plain() {
    StringBuilder text = new StringBuilder(digits.length() + Math.abs(point) + 3);
    if (negative) {
      text.append('-');
    }
    if (digits.isEmpty()) {
      return text.append('0').toString();
    }
    if (point <= 0) {
      return text.append("0.").repeat('0', -point).append(digits).toString();
    }
    if (point >= digits.length()) {
      return text.append(digits).repeat('0', point - digits.length()).toString();
    }
    return text.append(digits, 0, point)
        .append('.')
        .append(digits, point, digits.length())
        .toString();
  }
}
