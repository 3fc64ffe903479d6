package dev.ingot.lang;

import dev.ingot.lang.value.Quoting;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

/**
 * Spans of time as text: {@code 250ms}, {@code 10s}, {@code 1.5h}, {@code 1m30s}. Rules: Go's
 * durations, which both borrowed languages use.
 */
public final class DurationText {
  private static final Duration LONGEST_SETTING = Duration.ofDays(3650);
  private static final int LONGEST_TEXT = 1000;

  private DurationText() {}

  /** Text that is not a duration; the message says why, in the wording of the functions. */
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    private Malformed(String reason) {
      super(reason);
      this.reason = reason;
    }

    /** Why it isn't one. */
    public String reason() {
      return reason;
    }
  }

  /** Reads one for a setting: not negative, and at most ten years. */
  public static Optional<Duration> parse(String text) {
    try {
      Duration duration = read(text);
      return duration.isNegative() || duration.compareTo(LONGEST_SETTING) > 0
          ? Optional.empty()
          : Optional.of(duration);
    } catch (Malformed e) {
      return Optional.empty();
    }
  }

  /**
   * Reads one of any sign, up to 292 years.
   *
   * @throws Malformed if the text isn't one
   */
  public static Duration read(String text) throws Malformed {
    if (text.length() > LONGEST_TEXT) {
      throw invalid(text.substring(0, LONGEST_TEXT));
    }
    boolean negative = text.startsWith("-");
    int index = negative || text.startsWith("+") ? 1 : 0;
    if (text.substring(index).equals("0")) {
      return Duration.ZERO;
    }
    if (index == text.length()) {
      throw invalid(text);
    }
    // Not a BigDecimal: the first one costs a start some 7 ms, and each command reads its lock
    // timeout.
    BigInteger total = BigInteger.ZERO;
    int scale = 0;
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
        throw new Malformed("time: missing unit in duration " + Quoting.quoted(text));
      }
      int point = number.indexOf('.');
      int decimals = point < 0 ? 0 : number.length() - point - 1;
      BigInteger term =
          new BigInteger(
                  point < 0 ? number : number.substring(0, point) + number.substring(point + 1))
              .multiply(BigInteger.valueOf(nanoseconds(unit, text)));
      if (decimals > scale) {
        total = total.multiply(BigInteger.TEN.pow(decimals - scale));
        scale = decimals;
      }
      total = total.add(term.multiply(BigInteger.TEN.pow(scale - decimals)));
    }
    BigInteger one = BigInteger.TEN.pow(scale);
    if (total.compareTo(BigInteger.valueOf(Long.MAX_VALUE).multiply(one)) > 0) {
      throw invalid(text);
    }
    long nanoseconds = total.divide(one).longValueExact();
    return Duration.ofNanos(negative ? -nanoseconds : nanoseconds);
  }

  private static boolean isNumeral(char c) {
    return c == '.' || (c >= '0' && c <= '9');
  }

  private static Malformed invalid(String text) {
    return new Malformed("time: invalid duration " + Quoting.quoted(text));
  }

  private static long nanoseconds(String unit, String text) throws Malformed {
    return switch (unit) {
      case "ns" -> 1L;
      case "us", "\u00b5s", "\u03bcs" -> 1_000L;
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      default ->
          throw new Malformed(
              "time: unknown unit "
                  + Quoting.quoted(unit)
                  + " in duration "
                  + Quoting.quoted(text));
    };
  }

  /**
   * Writes one that isn't negative, to the millisecond, so that {@link #parse} reads it back:
   * {@code 1m30s}.
   */
  public static String text(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toHours(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long amount, String unit) {
    if (amount != 0) {
      text.append(amount).append(unit);
    }
  }
}
