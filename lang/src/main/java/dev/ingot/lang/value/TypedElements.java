package dev.ingot.lang.value;

import java.util.Collection;
import java.util.List;

/** Elements of one type: nulls and unknowns without a type of their own take it. */
final class TypedElements {
  private TypedElements() {}

  /** The type of the first element that has one. */
  static Type commonType(Collection<Value> elements) {
    for (Value element : elements) {
      Type type = element.type();
      if (!type.equals(Type.DYNAMIC)) {
        return type;
      }
    }
    return Type.DYNAMIC;
  }

  /** The elements with a type; the same list where all have one. */
  static List<Value> of(Type type, List<Value> elements) {
    if (!type.equals(Type.DYNAMIC) && elements.stream().anyMatch(TypedElements::isUntyped)) {
      return elements.stream().map(value -> of(type, value)).toList();
    }
    return elements;
  }

  /** An element with a type. */
  static Value of(Type type, Value value) {
    if (!isUntyped(value)) {
      return value;
    }
    return (value.isNull() ? Value.nullOf(type) : Value.unknown(type)).marked(value.marks());
  }

  private static boolean isUntyped(Value value) {
    return switch (value.unmarked()) {
      case Value.NullValue(Type type) -> type.equals(Type.DYNAMIC);
      case Value.UnknownValue(Type type, Refinement _) -> type.equals(Type.DYNAMIC);
      default -> false;
    };
  }
}
