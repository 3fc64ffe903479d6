package dev.ingot.lang.value;

import java.util.List;

/**
 * The nesting depth of values and types. Compound values store the depth of their deepest part, so
 * that the answer takes constant time: for an object with thousands of parts it is needed at every
 * level above.
 */
final class Depth {
  private Depth() {}

  static int of(Value value) {
    return switch (value) {
      case Value.StringValue leaf -> 0;
      case Value.NumberValue leaf -> 0;
      case Value.BoolValue leaf -> 0;
      case Value.NullValue(Type type) -> of(type);
      case Value.UnknownValue(Type type, Refinement known) -> of(type);
      case Value.MarkedValue(Value inner, Marks marks) -> of(inner);
      case Value.ListValue(Type element, List<Value> elements) -> below(of(element), elements);
      case Value.SetValue(Type element, List<Value> elements) -> below(of(element), elements);
      case Value.TupleValue(List<Value> elements) -> below(0, elements);
      case Value.MapValue(Type element, var entries) ->
          1 + Math.max(of(element), SortedEntries.of(entries).depth());
      case Value.ObjectValue(var attributes) -> 1 + SortedEntries.of(attributes).depth();
    };
  }

  private static int below(int element, List<Value> elements) {
    return 1 + Math.max(element, ValueList.of(elements).depth());
  }

  static int of(Type type) {
    return switch (type) {
      case Type.Primitive leaf -> 0;
      case Type.Dynamic leaf -> 0;
      case Type.ListType(Type element) -> 1 + of(element);
      case Type.SetType(Type element) -> 1 + of(element);
      case Type.MapType(Type element) -> 1 + of(element);
      case Type.TupleType(List<Type> elements) -> {
        int deepest = 0;
        for (Type element : elements) {
          deepest = Math.max(deepest, of(element));
        }
        yield 1 + deepest;
      }
      case Type.ObjectType object -> 1 + SortedEntries.of(object.attributes()).depth();
    };
  }
}
