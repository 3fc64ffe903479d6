package dev.ingot.lang.value;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The number of elements of a value, if known. For a set with unknown elements only bounds are
 * known, since they may turn out equal to others.
 */
public final class Lengths {
  private Lengths() {}

  /** The number of elements of a collection, tuple or object, if it is known. */
  public static OptionalInt of(Value value) {
    return switch (value.unmarked()) {
      case Value.ListValue list -> OptionalInt.of(list.elements().size());
      case Value.SetValue set ->
          isKnown(set) ? OptionalInt.of(set.elements().size()) : OptionalInt.empty();
      case Value.TupleValue tuple -> OptionalInt.of(tuple.elements().size());
      case Value.MapValue map -> OptionalInt.of(map.entries().size());
      case Value.ObjectValue object -> OptionalInt.of(object.attributes().size());
      case Value.UnknownValue(Type.TupleType tuple, Refinement ignored) ->
          OptionalInt.of(tuple.elements().size());
      case Value.UnknownValue(Type.ObjectType object, Refinement ignored) ->
          OptionalInt.of(object.attributes().size());
      case Value.UnknownValue ignored -> OptionalInt.empty();
      case Value.StringValue ignored -> OptionalInt.empty();
      case Value.NumberValue ignored -> OptionalInt.empty();
      case Value.BoolValue ignored -> OptionalInt.empty();
      case Value.NullValue ignored -> OptionalInt.empty();
      case Value.MarkedValue ignored -> OptionalInt.empty();
    };
  }

  /** Whether no two elements of a set can turn out equal. */
  public static boolean isKnown(Value.SetValue set) {
    return set.elements().size() < 2 || Values.isWhollyKnown(set);
  }

  /** The minimum number of elements. */
  public static int least(Value value) {
    return switch (value.unmarked()) {
      case Value.UnknownValue unknown -> of(value).orElse(unknown.refinement().minLength());
      case Value.SetValue set when !isKnown(set) ->
          Math.max(1, (int) set.elements().stream().filter(Values::isWhollyKnown).count());
      case Value other -> of(other).orElse(0);
    };
  }

  /** The maximum number of elements. */
  public static int most(Value value) {
    return switch (value.unmarked()) {
      case Value.UnknownValue unknown -> of(value).orElse(unknown.refinement().maxLength());
      case Value.SetValue set -> set.elements().size();
      case Value other -> of(other).orElse(Integer.MAX_VALUE);
    };
  }

  /**
   * The number of elements of a collection, tuple or object as a number of the language, possibly
   * unknown; empty for other values.
   */
  static Optional<Value> number(Value value) {
    OptionalInt known = of(value);
    if (known.isPresent()) {
      return Optional.of(Value.of((long) known.getAsInt()).marked(value.marks()));
    }
    Type type = value.type();
    if (value.isNull() || type instanceof Type.Primitive) {
      return Optional.empty();
    }
    Refinement bounds = Refinement.NOT_NULL;
    if (Types.isCollection(type)) {
      bounds = bounds.withLower(BigFloat.of((long) least(value)), true);
      int most = most(value);
      if (most < Integer.MAX_VALUE) {
        bounds = bounds.withUpper(BigFloat.of((long) most), true);
      }
    }
    return Optional.of(Values.unknown(Type.NUMBER, bounds).marked(value.marks()));
  }
}
