package dev.ingot.lang.function.time;

import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.value.Quoting;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Timestamps in RFC 3339, in capitals only. */
final class Timestamps {
  private static final String INVALID = "not a valid RFC3339 timestamp: ";

  private final String text;
  private int index;

  private Timestamps(String text) {
    this.text = text;
  }

  static OffsetDateTime parse(String text) throws FunctionFailure {
    Timestamps reader = new Timestamps(text);
    int year = reader.number(4, "year", 0, 9999);
    reader.expect('-', "timestamp segment");
    int month = reader.number(2, "month", 1, 12);
    reader.expect('-', "timestamp segment");
    int day = reader.number(2, "day", 1, 31);
    if (reader.peek() != 'T') {
      throw new FunctionFailure(INVALID + "missing required time introducer 'T'");
    }
    reader.index++;
    int hour = reader.hour();
    reader.expect(':', "timestamp segment");
    int minute = reader.number(2, "minute", 0, 59);
    reader.expect(':', "timestamp segment");
    int second = reader.number(2, "second", 0, 59);
    int nanos = reader.fraction();
    ZoneOffset offset = reader.offset();
    if (reader.index < text.length()) {
      throw reader.unusable("timestamp segment");
    }
    try {
      return OffsetDateTime.of(year, month, day, hour, minute, second, nanos, offset);
    } catch (DateTimeException e) {
      throw new FunctionFailure(INVALID + "day out of range");
    }
  }

  private int peek() {
    return index < text.length() ? text.charAt(index) : -1;
  }

  private boolean isDigit(int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private FunctionFailure unusable(String what) {
    if (index >= text.length()) {
      return new FunctionFailure(INVALID + "end of string before " + what);
    }
    return new FunctionFailure(
        INVALID + "cannot use " + Quoting.quoted(text.substring(index)) + " as " + what);
  }

  private int number(int digits, String what, int least, int most) throws FunctionFailure {
    for (int i = 0; i < digits; i++) {
      if (!isDigit(index + i)) {
        throw unusable(what);
      }
    }
    int number = Integer.parseInt(text.substring(index, index + digits));
    index += digits;
    if (number < least || number > most) {
      throw unusable(what);
    }
    return number;
  }

  private int hour() throws FunctionFailure {
    if (isDigit(index) && !isDigit(index + 1)) {
      throw new FunctionFailure(INVALID + "hour must have exactly two digits");
    }
    if (isDigit(index) && isDigit(index + 1)) {
      int hour = Integer.parseInt(text.substring(index, index + 2));
      if (hour > 23) {
        throw new FunctionFailure(INVALID + "hour must be between 0 and 23 inclusive");
      }
    }
    return number(2, "hour", 0, 23);
  }

  private void expect(char wanted, String what) throws FunctionFailure {
    if (peek() != wanted) {
      throw index < text.length()
          ? new FunctionFailure(
              INVALID
                  + "cannot use "
                  + Quoting.quoted(Character.toString(text.codePointAt(index)))
                  + " as "
                  + what)
          : new FunctionFailure(
              INVALID + "end of string where " + Quoting.quoted("" + wanted) + " is expected");
    }
    index++;
  }

  private int fraction() throws FunctionFailure {
    if (peek() == ',') {
      expect('.', "timestamp segment");
    }
    if (peek() != '.') {
      return 0;
    }
    int start = ++index;
    int nanos = 0;
    while (isDigit(index)) {
      if (index - start < 9) {
        nanos = nanos * 10 + text.charAt(index) - '0';
      }
      index++;
    }
    if (index == start) {
      throw unusable("second");
    }
    for (int i = index - start; i < 9; i++) {
      nanos *= 10;
    }
    return nanos;
  }

  private ZoneOffset offset() throws FunctionFailure {
    if (peek() == 'Z') {
      index++;
      return ZoneOffset.UTC;
    }
    boolean shaped =
        (peek() == '+' || peek() == '-')
            && isDigit(index + 1)
            && isDigit(index + 2)
            && text.startsWith(":", index + 3)
            && isDigit(index + 4)
            && isDigit(index + 5);
    if (!shaped) {
      throw unusable("UTC offset");
    }
    int hours = Integer.parseInt(text.substring(index + 1, index + 3));
    int minutes = Integer.parseInt(text.substring(index + 4, index + 6));
    if (hours > 18 || minutes > 59 || (hours == 18 && minutes > 0)) {
      throw unusable("UTC offset");
    }
    int sign = peek() == '-' ? -1 : 1;
    index += 6;
    return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
  }

  /** A time to the second; UTC is {@code Z}. */
  static String text(OffsetDateTime time) {
    StringBuilder out = new StringBuilder(25);
    pad(out, time.getYear(), 4).append('-');
    pad(out, time.getMonthValue(), 2).append('-');
    pad(out, time.getDayOfMonth(), 2).append('T');
    pad(out, time.getHour(), 2).append(':');
    pad(out, time.getMinute(), 2).append(':');
    pad(out, time.getSecond(), 2);
    return out.append(time.getOffset().getId()).toString();
  }

  static StringBuilder pad(StringBuilder out, int number, int width) {
    String digits = Integer.toString(number);
    return out.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
  }
}
