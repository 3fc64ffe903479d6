package dev.ingot.lang.function.encoding;

import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * The meaning of YAML scalars: the words of YAML 1.1 for booleans and null, numbers of both
 * versions, timestamps. Rules: the recorded behaviour of Terraform 1.11.
 */
final class YamlScalars {
  private static final String CORE = "tag:yaml.org,2002:";
  private static final List<String> QUOTED_AS_TEXT = List.of("int", "float", "bool", "null");

  private YamlScalars() {}

  /**
   * The value of a scalar.
   *
   * @param tag the explicit tag, empty if there is none
   * @param plain whether it is without quotes
   */
  static Value value(String text, String tag, boolean plain) throws FunctionFailure {
    if (tag.isEmpty()) {
      return plain ? implied(text) : Value.of(text);
    }
    if (!tag.startsWith(CORE)) {
      if (tag.equals("!")) {
        return Value.of(text);
      }
      throw unsupported(tag);
    }
    String kind = tag.substring(CORE.length());
    if (!plain && QUOTED_AS_TEXT.contains(kind)) {
      // In quotes not even a tag turns a text into a number or boolean.
      return Value.of(text);
    }
    return switch (kind) {
      case "str", "binary" -> Value.of(text);
      case "int", "float" -> {
        Value number = implied(text);
        if (number instanceof Value.NumberValue) {
          yield number;
        }
        throw cannot(text, tag);
      }
      case "bool" -> {
        Value truth = implied(text);
        if (truth instanceof Value.BoolValue) {
          yield truth;
        }
        throw cannot(text, tag);
      }
      case "null" -> Values.NULL;
      case "timestamp" -> Value.of(timestamp(text).orElseThrow(() -> cannot(text, tag)));
      default -> throw unsupported(tag);
    };
  }

  static FunctionFailure unsupported(String tag) {
    String shown = tag.startsWith(CORE) ? "!!" + tag.substring(CORE.length()) : tag;
    return new FunctionFailure("unsupported tag " + Quoting.quoted(shown));
  }

  private static FunctionFailure cannot(String text, String tag) {
    return new FunctionFailure(
        "cannot parse "
            + Quoting.quoted(text)
            + " as "
            + Quoting.quoted("!!" + tag.substring(CORE.length())));
  }

  private static Value implied(String text) throws FunctionFailure {
    switch (text) {
      case "", "~", "null", "Null", "NULL" -> {
        return Values.NULL;
      }
      case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" -> {
        return Values.TRUE;
      }
      case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" -> {
        return Values.FALSE;
      }
      case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> {
        return new Value.NumberValue(BigFloat.POSITIVE_INFINITY);
      }
      case "-.inf", "-.Inf", "-.INF" -> {
        return new Value.NumberValue(BigFloat.NEGATIVE_INFINITY);
      }
      case ".nan", ".NaN", ".NAN" ->
          throw new FunctionFailure("floating point NaN is not supported");
      default -> {
        // Everything else is a number, a timestamp or text.
      }
    }
    if ("+-.0123456789".indexOf(text.charAt(0)) < 0) {
      return Value.of(text);
    }
    Optional<String> timestamp = timestamp(text);
    if (timestamp.isPresent()) {
      return Value.of(timestamp.get());
    }
    Optional<BigFloat> number = number(text);
    return number.isPresent() ? new Value.NumberValue(number.get()) : Value.of(text);
  }

  private static Optional<BigFloat> number(String text) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String digits = signed ? text.substring(1) : text;
    Optional<BigFloat> other =
        digits.startsWith("0x")
            ? radix(digits, 16)
            : digits.startsWith("0o") ? radix(digits, 8) : Optional.empty();
    if (other.isPresent()) {
      return text.startsWith("-") ? other.map(BigFloat::negate) : other;
    }
    for (int i = 0; i < digits.length(); i++) {
      if ("0123456789.eE+-".indexOf(digits.charAt(i)) < 0) {
        return Optional.empty();
      }
    }
    return BigFloat.parse(text);
  }

  private static Optional<BigFloat> radix(String digits, int radix) {
    for (int i = 2; i < digits.length(); i++) {
      if (Character.digit(digits.charAt(i), radix) < 0) {
        return Optional.empty();
      }
    }
    return digits.length() == 2
        ? Optional.empty()
        : Optional.of(BigFloat.of(new BigInteger(digits.substring(2), radix)));
  }

  /**
   * A timestamp in RFC 3339: a date; a date and a time after {@code T}, {@code t} with an offset;
   * or after a space without one. Fractions of a second are dropped.
   */
  static Optional<String> timestamp(String text) {
    int[] at = {0};
    int year = digits(text, at, 4, 4);
    int month = year < 0 || !skip(text, at, '-') ? -1 : digits(text, at, 1, 2);
    int day = month < 0 || !skip(text, at, '-') ? -1 : digits(text, at, 1, 2);
    if (day < 0) {
      return Optional.empty();
    }
    if (at[0] == text.length()) {
      return formatted(year, month, day, 0, 0, 0, "Z");
    }
    char separator = text.charAt(at[0]++);
    int hour = digits(text, at, 1, 2);
    int minute = hour < 0 || !skip(text, at, ':') ? -1 : digits(text, at, 1, 2);
    int second = minute < 0 || !skip(text, at, ':') ? -1 : digits(text, at, 1, 2);
    if (second < 0 || !skipFraction(text, at)) {
      return Optional.empty();
    }
    String offset = text.substring(at[0]);
    boolean fits =
        switch (separator) {
          case 'T', 't' -> isOffset(offset);
          case ' ' -> offset.isEmpty();
          default -> false;
        };
    return fits
        ? formatted(
            year,
            month,
            day,
            hour,
            minute,
            second,
            offset.isEmpty() || offset.equals("+00:00") ? "Z" : offset)
        : Optional.empty();
  }

  private static boolean skipFraction(String text, int[] at) {
    if (!skip(text, at, '.')) {
      return true;
    }
    int start = at[0];
    while (at[0] < text.length() && isDigit(text.charAt(at[0]))) {
      at[0]++;
    }
    return at[0] > start;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isOffset(String text) {
    return text.equals("Z")
        || (text.length() == 6
            && (text.charAt(0) == '+' || text.charAt(0) == '-')
            && isDigit(text.charAt(1))
            && isDigit(text.charAt(2))
            && text.charAt(3) == ':'
            && isDigit(text.charAt(4))
            && isDigit(text.charAt(5)));
  }

  private static int digits(String text, int[] at, int least, int most) {
    int start = at[0];
    int number = 0;
    while (at[0] < text.length() && at[0] - start < most && isDigit(text.charAt(at[0]))) {
      number = number * 10 + text.charAt(at[0]++) - '0';
    }
    return at[0] - start < least ? -1 : number;
  }

  private static boolean skip(String text, int[] at, char wanted) {
    if (at[0] < text.length() && text.charAt(at[0]) == wanted) {
      at[0]++;
      return true;
    }
    return false;
  }

  private static Optional<String> formatted(
      int year, int month, int day, int hour, int minute, int second, String offset) {
    try {
      LocalDateTime time = LocalDateTime.of(year, month, day, hour, minute, second);
      StringBuilder out = new StringBuilder();
      pad(out, time.getYear(), 4).append('-');
      pad(out, time.getMonthValue(), 2).append('-');
      pad(out, time.getDayOfMonth(), 2).append('T');
      pad(out, time.getHour(), 2).append(':');
      pad(out, time.getMinute(), 2).append(':');
      return Optional.of(pad(out, time.getSecond(), 2).append(offset).toString());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static StringBuilder pad(StringBuilder out, int number, int width) {
    String digits = Integer.toString(number);
    return out.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
  }
}
