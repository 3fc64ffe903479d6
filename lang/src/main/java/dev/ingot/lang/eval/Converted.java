package dev.ingot.lang.eval;

import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.Optional;

/**
 * A value converted to a type, or why it can't be.
 *
 * @param value unknown of the type where there is a problem
 * @param problem in words, without the place inside the value
 */
public record Converted(Value value, Optional<String> problem) {
  /** Converts a value; one that is of the type already costs nothing. */
  public static Converted to(Value value, Type type) {
    if (type.equals(Type.DYNAMIC) || isOf(value, type)) {
      return new Converted(value, Optional.empty());
    }
    Conversion.Result result = Conversion.convert(value, type);
    return new Converted(result.value(), result.problem().map(Conversion.Problem::message));
  }

  private static boolean isOf(Value value, Type type) {
    return (value instanceof Value.StringValue && type.equals(Type.STRING))
        || (value instanceof Value.NumberValue && type.equals(Type.NUMBER))
        || (value instanceof Value.BoolValue && type.equals(Type.BOOL));
  }
}
