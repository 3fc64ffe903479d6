package dev.ingot.lang.function.strings;

import dev.ingot.lang.eval.Converted;
import dev.ingot.lang.eval.Graphemes;
import dev.ingot.lang.function.Arguments;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.encoding.JsonText;
import dev.ingot.lang.function.strings.Format.Verb;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** Formats values by the verbs of a format. */
final class FormatVerbs {
  private static final int DEFAULT_PRECISION = 6;
  private static final int LEAST_PLAIN_EXPONENT = -4;

  private FormatVerbs() {}

  static String apply(Verb verb, Value value) throws FunctionFailure {
    if (verb.mode() != 'v' && value.isNull()) {
      throw unsupported(verb, "null value cannot be formatted");
    }
    return switch (verb.mode()) {
      case 'v' -> asIs(verb, value);
      case 't' -> {
        Value truth = converted(verb, value, Type.BOOL);
        yield padded(verb, truth.equals(Value.of(true)) ? "true" : "false");
      }
      case 'b', 'd', 'o', 'x', 'X' ->
          integer(verb, Arguments.number(converted(verb, value, Type.NUMBER)));
      case 'e', 'E', 'f', 'g', 'G' ->
          real(verb, Arguments.number(converted(verb, value, Type.NUMBER)));
      case 's' -> padded(verb, cut(verb, Arguments.text(converted(verb, value, Type.STRING))));
      case 'q' ->
          padded(
              verb,
              JsonText.of(
                  Value.of(cut(verb, Arguments.text(converted(verb, value, Type.STRING))))));
      default ->
          throw new FunctionFailure(
              "unsupported format verb '"
                  + Character.toString(verb.mode())
                  + "' in "
                  + Quoting.quoted(verb.raw())
                  + " at offset "
                  + verb.offset());
    };
  }

  private static FunctionFailure unsupported(Verb verb, String why) {
    return new FunctionFailure(
        "unsupported value for "
            + Quoting.quoted(verb.raw())
            + " at "
            + verb.offset()
            + ": "
            + why);
  }

  private static Value converted(Verb verb, Value value, Type type) throws FunctionFailure {
    Converted converted = Converted.to(value, type);
    if (converted.problem().isPresent()) {
      throw unsupported(verb, converted.problem().get());
    }
    return converted.value();
  }

  private static String asIs(Verb verb, Value value) throws FunctionFailure {
    if (!verb.sharp() && value instanceof Value.StringValue(String text)) {
      return padded(verb, text);
    }
    if (!verb.sharp() && value instanceof Value.NumberValue(BigFloat number)) {
      return padded(verb, shortest(number, 'g'));
    }
    try {
      return padded(verb, JsonText.of(value));
    } catch (FunctionFailure e) {
      throw unsupported(verb, e.reason());
    }
  }

  private static String cut(Verb verb, String text) {
    if (verb.precision() <= 0) {
      return text;
    }
    List<String> clusters = Graphemes.of(text);
    return String.join("", clusters.subList(0, Math.min(clusters.size(), verb.precision())));
  }

  private static String padded(Verb verb, String text) {
    int missing = verb.width() - Graphemes.count(text);
    if (missing <= 0) {
      return text;
    }
    String padding = (verb.zero() ? "0" : " ").repeat(missing);
    return verb.minus() ? text + padding : padding + text;
  }

  private static String integer(Verb verb, BigFloat number) throws FunctionFailure {
    if (!number.isWhole()) {
      throw unsupported(verb, "an integer is required");
    }
    BigInteger whole = number.toBigInteger();
    int base =
        switch (verb.mode()) {
          case 'b' -> 2;
          case 'o' -> 8;
          case 'x', 'X' -> 16;
          default -> 10;
        };
    String digits = whole.abs().toString(base);
    digits = verb.mode() == 'X' ? digits.toUpperCase(java.util.Locale.ROOT) : digits;
    String prefix =
        !verb.sharp()
            ? ""
            : switch (verb.mode()) {
              case 'b' -> "0b";
              case 'o' -> "0";
              case 'x' -> "0x";
              case 'X' -> "0X";
              default -> "";
            };
    String sign = sign(verb, whole.signum() < 0) + prefix;
    int wanted = verb.precision();
    if (wanted < 0 && verb.zero() && !verb.minus()) {
      wanted = verb.width() - sign.length();
    }
    String zeros = "0".repeat(Math.max(0, wanted - digits.length()));
    return spaced(verb, sign + zeros + digits);
  }

  private static String sign(Verb verb, boolean negative) {
    return negative ? "-" : verb.plus() ? "+" : verb.space() ? " " : "";
  }

  private static String spaced(Verb verb, String text) {
    String padding = " ".repeat(Math.max(0, verb.width() - text.length()));
    return verb.minus() ? text + padding : padding + text;
  }

  private static String real(Verb verb, BigFloat number) {
    String sign = sign(verb, number.isNegative());
    if (number.isInfinite()) {
      return spaced(verb, (sign.isEmpty() ? "+" : sign) + "Inf");
    }
    char mode = (char) verb.mode();
    String digits =
        switch (mode) {
          case 'f' ->
              number
                  .abs()
                  .toBigDecimal()
                  .setScale(precision(verb), RoundingMode.HALF_EVEN)
                  .toPlainString();
          case 'e', 'E' -> scientific(number.abs().toBigDecimal(), precision(verb), mode);
          default ->
              verb.precision() < 0
                  ? shortest(number.abs(), mode)
                  : general(number.abs().toBigDecimal(), Math.max(1, verb.precision()), mode);
        };
    String zeros =
        verb.zero() && !verb.minus()
            ? "0".repeat(Math.max(0, verb.width() - sign.length() - digits.length()))
            : "";
    return spaced(verb, sign + zeros + digits);
  }

  private static int precision(Verb verb) {
    return verb.precision() < 0 ? DEFAULT_PRECISION : verb.precision();
  }

  private static String scientific(BigDecimal number, int places, char mode) {
    if (number.signum() == 0) {
      return exponential("0".repeat(places + 1), 0, mode);
    }
    BigDecimal rounded = number.round(new MathContext(places + 1, RoundingMode.HALF_EVEN));
    String digits = rounded.unscaledValue().toString();
    int exponent = digits.length() - rounded.scale() - 1;
    digits += "0".repeat(Math.max(0, places + 1 - digits.length()));
    return exponential(digits.substring(0, places + 1), exponent, mode);
  }

  private static String exponential(String digits, int exponent, char mode) {
    return digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (mode == 'E' || mode == 'G' ? "E" : "e")
        + (exponent < 0 ? "-" : "+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  /** Up to a number of digits, without trailing zeros. */
  private static String general(BigDecimal number, int digits, char mode) {
    if (number.signum() == 0) {
      return "0";
    }
    BigDecimal rounded =
        number.round(new MathContext(digits, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    // A whole number with fewer digits than requested counts by its own digits.
    int limit =
        digits > rounded.precision() && rounded.precision() > exponent
            ? rounded.precision()
            : digits;
    return exponent < LEAST_PLAIN_EXPONENT || exponent >= limit
        ? exponential(rounded.unscaledValue().toString(), exponent, mode)
        : rounded.toPlainString();
  }

  /** As few digits as identify the number; with an exponent from one million. */
  private static String shortest(BigFloat number, char mode) {
    if (number.isInfinite() || number.isZero()) {
      return number.toString();
    }
    String plain = number.toString();
    BigDecimal decimal = new BigDecimal(plain).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= LEAST_PLAIN_EXPONENT && exponent < DEFAULT_PRECISION) {
      return plain;
    }
    return (decimal.signum() < 0 ? "-" : "")
        + exponential(decimal.unscaledValue().abs().toString(), exponent, mode);
  }
}
