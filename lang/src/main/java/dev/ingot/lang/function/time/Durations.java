package dev.ingot.lang.function.time;

import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.value.Quoting;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Durations such as {@code 1h30m}, {@code 1.5h}, {@code -300ms}. Rules: Go's durations. */
final class Durations {
  private static final BigDecimal LIMIT = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final int LONGEST = 1000;

  private Durations() {}

  static Duration parse(String text) throws FunctionFailure {
    if (text.length() > LONGEST) {
      throw invalid(text.substring(0, LONGEST));
    }
    boolean negative = text.startsWith("-");
    int index = negative || text.startsWith("+") ? 1 : 0;
    if (text.substring(index).equals("0")) {
      return Duration.ZERO;
    }
    if (index == text.length()) {
      throw invalid(text);
    }
    BigDecimal total = BigDecimal.ZERO;
    while (index < text.length()) {
      int start = index;
      while (index < text.length() && isNumeral(text.charAt(index))) {
        index++;
      }
      String number = text.substring(start, index);
      if (number.isEmpty()
          || number.equals(".")
          || number.indexOf('.') != number.lastIndexOf('.')) {
        throw invalid(text);
      }
      int unitStart = index;
      while (index < text.length() && !isNumeral(text.charAt(index))) {
        index++;
      }
      String unit = text.substring(unitStart, index);
      if (unit.isEmpty()) {
        throw new FunctionFailure("time: missing unit in duration " + Quoting.quoted(text));
      }
      total =
          total.add(
              new BigDecimal(number.endsWith(".") ? number + "0" : number)
                  .multiply(nanos(unit, text)));
    }
    if (total.compareTo(LIMIT) > 0) {
      throw invalid(text);
    }
    long nanos = total.setScale(0, RoundingMode.DOWN).longValueExact();
    return Duration.ofNanos(negative ? -nanos : nanos);
  }

  private static boolean isNumeral(char c) {
    return c == '.' || (c >= '0' && c <= '9');
  }

  private static FunctionFailure invalid(String text) {
    return new FunctionFailure("time: invalid duration " + Quoting.quoted(text));
  }

  private static BigDecimal nanos(String unit, String text) throws FunctionFailure {
    return BigDecimal.valueOf(
        switch (unit) {
          case "ns" -> 1L;
          case "us", "\u00b5s", "\u03bcs" -> 1_000L;
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default ->
              throw new FunctionFailure(
                  "time: unknown unit "
                      + Quoting.quoted(unit)
                      + " in duration "
                      + Quoting.quoted(text));
        });
  }
}
