package dev.ingot.lang.function.numbers;

import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.Arguments;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.function.Limits;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.math.BigInteger;

/** The functions of numbers. */
public final class NumberFunctions {
  private static final int GREATEST_BASE = 62;
  private static final int MOST_DIGITS = 20_000;

  private NumberFunctions() {}

  /** A function of one number. */
  private interface Change {
    BigFloat of(BigFloat number) throws FunctionFailure;
  }

  /** The function of a name. */
  public static Scope.Function named(String name) {
    return switch (name) {
      case "abs" -> change(name, BigFloat::abs);
      case "ceil" -> change(name, BigFloat::ceil);
      case "floor" -> change(name, BigFloat::floor);
      case "log" ->
          FunctionSpec.named(name)
              .parameter("num", Type.NUMBER)
              .parameter("base", Type.NUMBER)
              .returns(Type.NUMBER)
              .body(
                  (a, type) ->
                      real(
                          name,
                          StrictMath.log(a.number(0).doubleValue())
                              / StrictMath.log(a.number(1).doubleValue())));
      case "max" -> extreme(name, true);
      case "min" -> extreme(name, false);
      case "parseint" ->
          FunctionSpec.named(name)
              .parameter("number", Type.DYNAMIC)
              .parameter("base", Type.NUMBER)
              .returns(NumberFunctions::parseIntType)
              .body((a, type) -> parseInt(a));
      case "pow" ->
          FunctionSpec.named(name)
              .parameter("num", Type.NUMBER)
              .parameter("power", Type.NUMBER)
              .returns(Type.NUMBER)
              .body(
                  (a, type) ->
                      real(name, Power.of(a.number(0).doubleValue(), a.number(1).doubleValue())));
      case "signum" ->
          change(name, number -> BigFloat.of((long) Long.signum(Arguments.whole(number, ""))));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static FunctionSpec change(String name, Change change) {
    return FunctionSpec.named(name)
        .parameter("num", Type.NUMBER)
        .returns(Type.NUMBER)
        .body((a, type) -> new Value.NumberValue(change.of(a.number(0))));
  }

  private static Value real(String name, double result) throws FunctionFailure {
    if (Double.isNaN(result)) {
      throw new FunctionFailure("the " + name + " of these numbers is not a real number");
    }
    return new Value.NumberValue(BigFloat.of(result));
  }

  private static FunctionSpec extreme(String name, boolean greatest) {
    return FunctionSpec.named(name)
        .variadic("numbers", Type.NUMBER)
        .returns(Type.NUMBER)
        .body(
            (a, type) -> {
              if (a.size() == 0) {
                throw new FunctionFailure("must pass at least one number");
              }
              Value best = a.get(0);
              for (Value number : a.from(1)) {
                int order = Arguments.number(number).compareTo(Arguments.number(best));
                if (greatest ? order > 0 : order < 0) {
                  best = number;
                }
              }
              return best;
            });
  }

  private static Type parseIntType(Arguments a) throws FunctionFailure {
    Type type = a.get(0).type();
    if (!type.equals(Type.STRING)) {
      throw new FunctionFailure(
          0, "first argument must be a string, not " + dev.ingot.lang.value.Types.name(type));
    }
    return Type.NUMBER;
  }

  private static Value parseInt(Arguments a) throws FunctionFailure {
    BigFloat base = a.number(1);
    if (base.asLong().isEmpty()) {
      throw new FunctionFailure(
          1, "value must be a whole number, between -9223372036854775808 and 9223372036854775807");
    }
    if (base.compareTo(BigFloat.of(2)) < 0 || base.compareTo(BigFloat.of(GREATEST_BASE)) > 0) {
      throw new FunctionFailure(1, "base must be a whole number between 2 and 62 inclusive");
    }
    String text = a.text(0);
    Limits.requireText(text.length());
    int radix = base.asInt().orElse(10);
    boolean signed = text.startsWith("-") || text.startsWith("+");
    BigInteger number = digits(text, signed ? 1 : 0, radix);
    return new Value.NumberValue(BigFloat.of(text.startsWith("-") ? number.negate() : number));
  }

  private static BigInteger digits(String text, int start, int base) throws FunctionFailure {
    if (start == text.length() || text.length() > MOST_DIGITS) {
      throw unreadable(text, base);
    }
    BigInteger number = BigInteger.ZERO;
    BigInteger radix = BigInteger.valueOf(base);
    for (int i = start; i < text.length(); i++) {
      int digit = digit(text.charAt(i), base);
      if (digit < 0 || digit >= base) {
        throw unreadable(text, base);
      }
      number = number.multiply(radix).add(BigInteger.valueOf(digit));
    }
    return number;
  }

  /**
   * Up to base 36 the case of letters is ignored; beyond, capitals follow the lower-case letters.
   */
  private static int digit(char c, int base) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'Z') {
      return c - 'A' + (base <= 36 ? 10 : 36);
    }
    return -1;
  }

  private static FunctionFailure unreadable(String text, int base) {
    return new FunctionFailure(
        0, "cannot parse " + Quoting.quoted(text) + " as a base " + base + " integer");
  }
}
