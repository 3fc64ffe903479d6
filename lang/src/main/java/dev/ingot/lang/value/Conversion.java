package dev.ingot.lang.value;

import java.util.Collection;
import java.util.Optional;

/**
 * Conversion of values to types. Rules: the conversions of the language as recorded from Terraform
 * 1.11. Safe conversions always succeed (number to string); unsafe ones depend on the value (string
 * to number).
 */
public final class Conversion {
  private Conversion() {}

  /**
   * Why a value can't be converted.
   *
   * @param path the path in the value; the root if the whole value has an unsuitable type
   * @param message the reason, without a full stop: {@code a number is required}
   */
  public record Problem(ValuePath path, String message) {
    /** The path, if there is one, and the message. */
    @Override
    public String toString() {
      return path.isRoot() ? message : path + ": " + message;
    }
  }

  /**
   * The outcome of a conversion.
   *
   * @param value the converted value; unknown of the wanted type if there is a problem
   */
  public record Result(Value value, Optional<Problem> problem) {
    /** Whether the conversion succeeded. */
    public boolean isSuccess() {
      return problem.isEmpty();
    }
  }

  /**
   * Converts a value to a type, by a safe or an unsafe conversion. Parts of the type that are
   * {@link Type#DYNAMIC} take the type of the value, elements of collections a common one. Missing
   * optional attributes become null. Marks stay in place.
   */
  public static Result convert(Value value, Type type) {
    Type from = value.type();
    if (from.equals(type)) {
      return new Result(value, Optional.empty());
    }
    if (!Convertibility.isPossible(from, type, true)) {
      return failed(type, value, new Problem(ValuePath.ROOT, Mismatch.describe(from, type)));
    }
    ValueConversion conversion = new ValueConversion();
    Value converted = conversion.convert(value, from, type, ValuePath.ROOT);
    return conversion
        .problem()
        .map(problem -> failed(type, value, problem))
        .orElseGet(() -> new Result(converted, Optional.empty()));
  }

  private static Result failed(Type type, Value value, Problem problem) {
    return new Result(
        Value.unknown(Types.withoutOptional(type)).marked(Values.deepMarks(value)),
        Optional.of(problem));
  }

  /** Converts a value to a constraint, filling in the defaults of optional attributes first. */
  public static Result convert(Value value, TypeConstraint constraint) {
    return convert(
        constraint.defaults().isEmpty()
            ? value
            : DefaultValues.apply(value, constraint.type(), constraint.defaults()),
        constraint.type());
  }

  /** Whether some values of a type can be converted to another. */
  public static boolean isPossible(Type from, Type to) {
    return Convertibility.isPossible(from, to, true);
  }

  /** Whether all values of a type can be converted to another. */
  public static boolean isSafe(Type from, Type to) {
    return Convertibility.isPossible(from, to, false);
  }

  /** The type that values of all the types can be converted to; see {@link Unification}. */
  public static Optional<Type> unify(Collection<Type> types) {
    return Unification.unify(types);
  }

  /** Why values of a type can't be converted to another: {@code string required}. */
  public static String mismatch(Type got, Type want) {
    return Mismatch.describe(got, want);
  }
}
