package dev.ingot.lang.function.packer;

import static dev.ingot.lang.function.packer.ReferenceTimeFormat.padded;

import dev.ingot.lang.function.FunctionFailure;
import java.time.OffsetDateTime;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** The formats of {@code strftime}, in English and UTC. Rules: POSIX. */
final class PercentTimeFormat {
  private PercentTimeFormat() {}

  static String format(String format, OffsetDateTime time) throws FunctionFailure {
    StringBuilder out = new StringBuilder();
    int index = 0;
    while (index < format.length()) {
      char c = format.charAt(index);
      index++;
      if (c != '%') {
        out.append(c);
      } else if (index == format.length()) {
        throw new FunctionFailure(0, "incomplete conversion at the end of the format");
      } else {
        append(out, format.charAt(index), time);
        index++;
      }
    }
    return out.toString();
  }

  private static void append(StringBuilder out, char letter, OffsetDateTime time)
      throws FunctionFailure {
    String month = time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    String weekday = time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    int sundayFirst = time.getDayOfWeek().getValue() % 7;
    int mondayFirst = time.getDayOfWeek().getValue() - 1;
    int dayOfYear = time.getDayOfYear() - 1;
    int hour12 = (time.getHour() + 11) % 12 + 1;
    switch (letter) {
      case 'A' -> out.append(weekday);
      case 'a' -> out.append(weekday, 0, 3);
      case 'B' -> out.append(month);
      case 'b', 'h' -> out.append(month, 0, 3);
      case 'C' -> out.append(padded(time.getYear() / 100, 2, '0'));
      case 'c' -> out.append(format("%v %X", time));
      case 'D' -> out.append(format("%m/%d/%y", time));
      case 'd' -> out.append(padded(time.getDayOfMonth(), 2, '0'));
      case 'e' -> out.append(padded(time.getDayOfMonth(), 2, ' '));
      case 'F' -> out.append(format("%Y-%m-%d", time));
      case 'H' -> out.append(padded(time.getHour(), 2, '0'));
      case 'I' -> out.append(padded(hour12, 2, '0'));
      case 'j' -> out.append(padded(time.getDayOfYear(), 3, '0'));
      case 'k' -> out.append(padded(time.getHour(), 2, ' '));
      case 'l' -> out.append(padded(hour12, 2, ' '));
      case 'M' -> out.append(padded(time.getMinute(), 2, '0'));
      case 'm' -> out.append(padded(time.getMonthValue(), 2, '0'));
      case 'n' -> out.append('\n');
      case 'p' -> out.append(time.getHour() < 12 ? "AM" : "PM");
      case 'R' -> out.append(format("%H:%M", time));
      case 'r' -> out.append(format("%I:%M:%S %p", time));
      case 'S' -> out.append(padded(time.getSecond(), 2, '0'));
      case 'T', 'X' -> out.append(format("%H:%M:%S", time));
      case 't' -> out.append('\t');
      case 'U' -> out.append(padded((dayOfYear + 7 - sundayFirst) / 7, 2, '0'));
      case 'u' -> out.append(mondayFirst + 1);
      case 'V' -> out.append(padded(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, '0'));
      case 'v' -> out.append(format("%e-%b-%Y", time));
      case 'W' -> out.append(padded((dayOfYear + 7 - mondayFirst) / 7, 2, '0'));
      case 'w' -> out.append(sundayFirst);
      case 'x' -> out.append(format("%m/%d/%y", time));
      case 'Y' -> out.append(padded(time.getYear(), 4, '0'));
      case 'y' -> out.append(padded(Math.floorMod(time.getYear(), 100), 2, '0'));
      case 'Z' -> out.append("UTC");
      case 'z' -> out.append("+0000");
      case '%' -> out.append('%');
      default -> throw new FunctionFailure(0, "%" + letter + " is not a valid strftime verb");
    }
  }
}
