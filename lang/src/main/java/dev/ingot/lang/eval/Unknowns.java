package dev.ingot.lang.eval;

import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Refinement;
import dev.ingot.lang.value.Refinement.Bound;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.Optional;

/** Refinements of unknown values. */
public final class Unknowns {
  private static final Value NUMBER = new Value.UnknownValue(Type.NUMBER, Refinement.NOT_NULL);
  private static final Value BOOL = new Value.UnknownValue(Type.BOOL, Refinement.NOT_NULL);
  private static final Value STRING = new Value.UnknownValue(Type.STRING, Refinement.NOT_NULL);

  private Unknowns() {}

  /** Unknown of a type, certainly not null; of the dynamic type, just unknown. */
  public static Value notNull(Type type) {
    if (type instanceof Type.Primitive primitive) {
      return switch (primitive) {
        case NUMBER -> NUMBER;
        case BOOL -> BOOL;
        case STRING -> STRING;
      };
    }
    return type.equals(Type.DYNAMIC)
        ? Value.unknown(type)
        : new Value.UnknownValue(type, Refinement.NOT_NULL);
  }

  /** Whether a value, known or not, can't be null. */
  public static boolean isNeverNull(Value value) {
    return switch (value.unmarked()) {
      case Value.UnknownValue unknown -> unknown.refinement().notNull();
      case Value.NullValue ignored -> false;
      default -> true;
    };
  }

  /** The lower bound of a number. */
  public static Optional<Bound> lower(Value value) {
    return switch (value.unmarked()) {
      case Value.NumberValue number -> Optional.of(new Bound(number.number(), true));
      case Value.UnknownValue unknown -> unknown.refinement().lower();
      default -> Optional.empty();
    };
  }

  /** The upper bound of a number. */
  public static Optional<Bound> upper(Value value) {
    return switch (value.unmarked()) {
      case Value.NumberValue number -> Optional.of(new Bound(number.number(), true));
      case Value.UnknownValue unknown -> unknown.refinement().upper();
      default -> Optional.empty();
    };
  }

  /** An unknown number that is not null and within bounds. */
  public static Value number(Optional<Bound> lower, Optional<Bound> upper) {
    return lower.isEmpty() && upper.isEmpty()
        ? NUMBER
        : new Value.UnknownValue(
            Type.NUMBER, new Refinement(true, "", lower, upper, 0, Integer.MAX_VALUE));
  }

  /** An unknown whole number that is not null, not less than a given one. */
  public static Value atLeast(long least) {
    return number(Optional.of(new Bound(BigFloat.of(least), true)), Optional.empty());
  }

  /** An unknown string that is not null and begins with a text. */
  public static Value stringFrom(String prefix) {
    return prefix.isEmpty()
        ? STRING
        : new Value.UnknownValue(
            Type.STRING,
            new Refinement(true, prefix, Optional.empty(), Optional.empty(), 0, Integer.MAX_VALUE));
  }

  /** An unknown collection that is not null, of a length within bounds. */
  public static Value collection(Type type, int least, int most) {
    return new Value.UnknownValue(
        type, new Refinement(true, "", Optional.empty(), Optional.empty(), least, most));
  }
}
