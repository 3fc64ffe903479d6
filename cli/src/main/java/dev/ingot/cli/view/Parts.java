package dev.ingot.cli.view;

import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The parts of values of any collection type. */
final class Parts {
  private Parts() {}

  /** The named parts of an object or a map. */
  static Optional<SortedMap<String, Value>> named(Value value) {
    return switch (value) {
      case Value.ObjectValue object -> Optional.of(object.attributes());
      case Value.MapValue map -> Optional.of(map.entries());
      case Value.MarkedValue(Value inner, var _) -> named(inner);
      case Value.ListValue _,
          Value.SetValue _,
          Value.TupleValue _,
          Value.StringValue _,
          Value.NumberValue _,
          Value.BoolValue _,
          Value.NullValue _,
          Value.UnknownValue _ ->
          Optional.empty();
    };
  }

  /** The parts of a list, a set or a tuple. */
  static Optional<List<Value>> row(Value value) {
    return switch (value) {
      case Value.ListValue list -> Optional.of(list.elements());
      case Value.SetValue set -> Optional.of(set.elements());
      case Value.TupleValue tuple -> Optional.of(tuple.elements());
      case Value.MarkedValue(Value inner, var _) -> row(inner);
      case Value.ObjectValue _,
          Value.MapValue _,
          Value.StringValue _,
          Value.NumberValue _,
          Value.BoolValue _,
          Value.NullValue _,
          Value.UnknownValue _ ->
          Optional.empty();
    };
  }

  /** The type a schema declares for a named part; dynamic if it declares none. */
  static Type type(Type whole, String name) {
    return switch (whole) {
      case Type.ObjectType object -> object.attributes().getOrDefault(name, Type.DYNAMIC);
      case Type.MapType(Type element) -> element;
      case Type.ListType _, Type.SetType _, Type.TupleType _, Type.Dynamic _, Type.Primitive _ ->
          Type.DYNAMIC;
    };
  }

  /** The type a schema declares for a part by position; dynamic if it declares none. */
  static Type type(Type whole, int place) {
    return switch (whole) {
      case Type.ListType(Type element) -> element;
      case Type.SetType(Type element) -> element;
      case Type.TupleType(List<Type> elements) ->
          place < elements.size() ? elements.get(place) : Type.DYNAMIC;
      case Type.ObjectType _, Type.MapType _, Type.Dynamic _, Type.Primitive _ -> Type.DYNAMIC;
    };
  }
}
