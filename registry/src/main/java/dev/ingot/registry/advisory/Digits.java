package dev.ingot.registry.advisory;

import java.util.regex.Pattern;

/** Whole numbers of any length, as texts. */
final class Digits {
  private static final Pattern LEADING_ZEROS = Pattern.compile("^0+(?=.)");

  private Digits() {}

  /** By value; the empty text is zero. */
  static int compare(String one, String other) {
    String left = stripped(one);
    String right = stripped(other);
    return left.length() != right.length()
        ? Integer.compare(left.length(), right.length())
        : left.compareTo(right);
  }

  /** Whether a text is only made of digits, and has one. */
  static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(Digits::isDigit);
  }

  static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  private static String stripped(String number) {
    return number.isEmpty() ? "0" : LEADING_ZEROS.matcher(number).replaceFirst("");
  }
}
