package dev.ingot.lang.eval;

import dev.ingot.lang.value.Value;
import java.util.OptionalInt;

/** How many elements a value has, as far as that is known. */
public final class Lengths {
  private Lengths() {}

  /** The number of elements of a known collection, tuple or object. */
  public static OptionalInt of(Value value) {
    return switch (value.unmarked()) {
      case Value.ListValue list -> OptionalInt.of(list.elements().size());
      case Value.SetValue set -> OptionalInt.of(set.elements().size());
      case Value.TupleValue tuple -> OptionalInt.of(tuple.elements().size());
      case Value.MapValue map -> OptionalInt.of(map.entries().size());
      case Value.ObjectValue object -> OptionalInt.of(object.attributes().size());
      case Value.StringValue ignored -> OptionalInt.empty();
      case Value.NumberValue ignored -> OptionalInt.empty();
      case Value.BoolValue ignored -> OptionalInt.empty();
      case Value.NullValue ignored -> OptionalInt.empty();
      case Value.UnknownValue ignored -> OptionalInt.empty();
      case Value.MarkedValue ignored -> OptionalInt.empty();
    };
  }

  /** The least number of elements it can have. */
  public static int least(Value value) {
    return value.unmarked() instanceof Value.UnknownValue unknown
        ? unknown.refinement().minLength()
        : of(value).orElse(0);
  }

  /** The most elements it can have. */
  public static int most(Value value) {
    return value.unmarked() instanceof Value.UnknownValue unknown
        ? unknown.refinement().maxLength()
        : of(value).orElse(Integer.MAX_VALUE);
  }
}
