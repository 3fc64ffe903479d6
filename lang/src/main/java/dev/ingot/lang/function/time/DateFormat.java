package dev.ingot.lang.function.time;

import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.value.Quoting;
import java.time.OffsetDateTime;
import java.time.format.TextStyle;
import java.util.Locale;

/** The formats of {@code formatdate}. */
final class DateFormat {
  private DateFormat() {}

  static String format(String format, OffsetDateTime time) throws FunctionFailure {
    StringBuilder out = new StringBuilder();
    int index = 0;
    while (index < format.length()) {
      char c = format.charAt(index);
      if (c == '\'') {
        index = literal(format, index, out);
      } else if (isLetter(c)) {
        int end = index + 1;
        while (end < format.length() && format.charAt(end) == c) {
          end++;
        }
        verb(format.substring(index, end), time, out);
        index = end;
      } else {
        out.append(c);
        index++;
      }
    }
    return out.toString();
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static int literal(String format, int start, StringBuilder out) throws FunctionFailure {
    int index = start + 1;
    while (index < format.length()) {
      if (format.startsWith("''", index)) {
        out.append('\'');
        index += 2;
      } else if (format.charAt(index) == '\'') {
        return index + 1;
      } else {
        out.append(format.charAt(index));
        index++;
      }
    }
    throw new FunctionFailure(0, "unterminated literal '");
  }

  private static void verb(String verb, OffsetDateTime time, StringBuilder out)
      throws FunctionFailure {
    switch (verb) {
      case "YYYY" -> Timestamps.pad(out, time.getYear(), 4);
      case "YY" -> Timestamps.pad(out, time.getYear() % 100, 2);
      case "MMMM" -> out.append(time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
      case "MMM" ->
          out.append(time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH), 0, 3);
      case "MM" -> Timestamps.pad(out, time.getMonthValue(), 2);
      case "M" -> out.append(time.getMonthValue());
      case "DD" -> Timestamps.pad(out, time.getDayOfMonth(), 2);
      case "D" -> out.append(time.getDayOfMonth());
      case "EEEE" -> out.append(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
      case "EEE" ->
          out.append(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH), 0, 3);
      case "hh" -> Timestamps.pad(out, time.getHour(), 2);
      case "h" -> out.append(time.getHour());
      case "HH" -> Timestamps.pad(out, clockHour(time), 2);
      case "H" -> out.append(clockHour(time));
      case "AA" -> out.append(time.getHour() < 12 ? "AM" : "PM");
      case "aa" -> out.append(time.getHour() < 12 ? "am" : "pm");
      case "mm" -> Timestamps.pad(out, time.getMinute(), 2);
      case "m" -> out.append(time.getMinute());
      case "ss" -> Timestamps.pad(out, time.getSecond(), 2);
      case "s" -> out.append(time.getSecond());
      case "ZZZZZ" -> out.append(offset(time, true));
      case "ZZZZ" -> out.append(offset(time, false));
      case "ZZZ" -> out.append(isUtc(time) ? "UTC" : offset(time, false));
      case "Z" -> out.append(isUtc(time) ? "Z" : offset(time, true));
      default ->
          throw new FunctionFailure(
              0, "invalid date format verb " + Quoting.quoted(verb) + rule(verb.charAt(0)));
    }
  }

  private static int clockHour(OffsetDateTime time) {
    return (time.getHour() + 11) % 12 + 1;
  }

  private static boolean isUtc(OffsetDateTime time) {
    return time.getOffset().getTotalSeconds() == 0;
  }

  private static String offset(OffsetDateTime time, boolean colon) {
    String text = isUtc(time) ? "+00:00" : time.getOffset().getId();
    return colon ? text : text.replace(":", "");
  }

  private static String rule(char letter) {
    return switch (letter) {
      case 'Y' -> ": year must either be \"YY\" or \"YYYY\"";
      case 'M' -> ": month must be \"M\", \"MM\", \"MMM\", or \"MMMM\"";
      case 'D' -> ": day of month must either be \"D\" or \"DD\"";
      case 'E' -> ": day of week must either be \"EEE\" or \"EEEE\"";
      case 'h' -> ": 24-hour must either be \"h\" or \"hh\"";
      case 'H' -> ": 12-hour must either be \"H\" or \"HH\"";
      case 'A' -> ": must be \"AA\"";
      case 'a' -> ": must be \"aa\"";
      case 'm' -> ": minute must either be \"m\" or \"mm\"";
      case 's' -> ": second must either be \"s\" or \"ss\"";
      case 'Z' -> ": timezone must be Z, ZZZZ, or ZZZZZ";
      default -> "";
    };
  }
}
