package dev.ingot.lang.function.packer;

import java.time.OffsetDateTime;
import java.time.format.TextStyle;
import java.util.Locale;

/**
 * Formats by example: the layout shows how the reference time, Monday January 2 15:04:05 2006 at
 * seven hours before UTC, would look. Rules: the documentation of Go's package {@code time}.
 */
final class ReferenceTimeFormat {
  /** Longer ones before their prefixes. */
  private static final String[] PARTS = {
    "January",
    "Jan",
    "Monday",
    "Mon",
    "MST",
    "2006",
    "002",
    "01",
    "02",
    "03",
    "04",
    "05",
    "06",
    "-07:00:00",
    "-07:00",
    "-070000",
    "-0700",
    "-07",
    "Z07:00:00",
    "Z07:00",
    "Z070000",
    "Z0700",
    "Z07",
    "__2",
    "_2",
    "15",
    "PM",
    "pm",
    "1",
    "2",
    "3",
    "4",
    "5"
  };

  private ReferenceTimeFormat() {}

  static String format(String layout, OffsetDateTime time) {
    StringBuilder out = new StringBuilder();
    int index = 0;
    while (index < layout.length()) {
      int fraction = fraction(layout, index);
      if (fraction > 0) {
        appendFraction(out, layout, index, fraction, time.getNano());
        index += fraction;
        continue;
      }
      String part = partAt(layout, index);
      if (part.isEmpty()) {
        out.append(layout.charAt(index));
        index++;
      } else {
        append(out, part, time);
        index += part.length();
      }
    }
    return out.toString();
  }

  private static String partAt(String layout, int index) {
    for (String part : PARTS) {
      if (layout.startsWith(part, index)) {
        boolean partOfAWord =
            (part.equals("Jan") || part.equals("Mon"))
                && index + 3 < layout.length()
                && Character.isLowerCase(layout.charAt(index + 3));
        boolean yearAfterUnderscore = part.equals("_2") && layout.startsWith("2006", index + 1);
        if (!partOfAWord && !yearAfterUnderscore) {
          return part;
        }
      }
    }
    return "";
  }

  /** The length of the fraction of seconds at this position; 0 if there is none. */
  private static int fraction(String layout, int index) {
    char first = layout.charAt(index);
    if ((first != '.' && first != ',') || index + 1 >= layout.length()) {
      return 0;
    }
    char digit = layout.charAt(index + 1);
    if (digit != '0' && digit != '9') {
      return 0;
    }
    int end = index + 1;
    while (end < layout.length() && layout.charAt(end) == digit) {
      end++;
    }
    boolean goesOn = end < layout.length() && Character.isDigit(layout.charAt(end));
    return goesOn || end - index > 10 ? 0 : end - index;
  }

  private static void appendFraction(
      StringBuilder out, String layout, int index, int length, int nanos) {
    String digits = padded(nanos, 9, '0').substring(0, length - 1);
    if (layout.charAt(index + 1) == '9') {
      int end = digits.length();
      while (end > 0 && digits.charAt(end - 1) == '0') {
        end--;
      }
      digits = digits.substring(0, end);
    }
    if (!digits.isEmpty()) {
      out.append(layout.charAt(index)).append(digits);
    }
  }

  private static void append(StringBuilder out, String part, OffsetDateTime time) {
    String month = time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    String weekday = time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    int hour12 = (time.getHour() + 11) % 12 + 1;
    switch (part) {
      case "January" -> out.append(month);
      case "Jan" -> out.append(month, 0, 3);
      case "Monday" -> out.append(weekday);
      case "Mon" -> out.append(weekday, 0, 3);
      case "MST" -> out.append("UTC");
      case "2006" -> out.append(padded(time.getYear(), 4, '0'));
      case "06" -> out.append(padded(Math.floorMod(time.getYear(), 100), 2, '0'));
      case "01" -> out.append(padded(time.getMonthValue(), 2, '0'));
      case "1" -> out.append(time.getMonthValue());
      case "002" -> out.append(padded(time.getDayOfYear(), 3, '0'));
      case "__2" -> out.append(padded(time.getDayOfYear(), 3, ' '));
      case "02" -> out.append(padded(time.getDayOfMonth(), 2, '0'));
      case "_2" -> out.append(padded(time.getDayOfMonth(), 2, ' '));
      case "2" -> out.append(time.getDayOfMonth());
      case "15" -> out.append(padded(time.getHour(), 2, '0'));
      case "03" -> out.append(padded(hour12, 2, '0'));
      case "3" -> out.append(hour12);
      case "04" -> out.append(padded(time.getMinute(), 2, '0'));
      case "4" -> out.append(time.getMinute());
      case "05" -> out.append(padded(time.getSecond(), 2, '0'));
      case "5" -> out.append(time.getSecond());
      case "PM" -> out.append(time.getHour() < 12 ? "AM" : "PM");
      case "pm" -> out.append(time.getHour() < 12 ? "am" : "pm");
      default -> offset(out, part);
    }
  }

  /** The time is always in UTC here. */
  private static void offset(StringBuilder out, String part) {
    if (part.startsWith("Z")) {
      out.append('Z');
    } else {
      out.append('+').append(part.substring(1).replace('7', '0'));
    }
  }

  static String padded(int number, int width, char fill) {
    String digits = Integer.toString(number);
    return Character.toString(fill).repeat(Math.max(0, width - digits.length())) + digits;
  }
}
