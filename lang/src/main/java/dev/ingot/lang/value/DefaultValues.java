package dev.ingot.lang.value;

import dev.ingot.lang.value.TypeConstraint.Defaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Fills in the defaults of missing or null optional attributes, before the value is converted. */
final class DefaultValues {
  private DefaultValues() {}

  static Value apply(Value value, Type type, Defaults defaults) {
    if (defaults.isEmpty()) {
      return value;
    }
    return switch (value) {
      case Value.MarkedValue(Value inner, Marks marks) ->
          apply(inner, type, defaults).marked(marks);
      case Value.ListValue list ->
          list.elements().isEmpty() ? list : elements(list.elements(), type, defaults);
      case Value.SetValue set ->
          set.elements().isEmpty() ? set : elements(set.elements(), type, defaults);
      case Value.TupleValue tuple -> elements(tuple.elements(), type, defaults);
      case Value.MapValue map ->
          map.entries().isEmpty() && defaults.values().isEmpty()
              ? map
              : entries(map.entries(), type, defaults);
      case Value.ObjectValue object -> entries(object.attributes(), type, defaults);
      case Value.StringValue other -> other;
      case Value.NumberValue other -> other;
      case Value.BoolValue other -> other;
      case Value.NullValue other -> other;
      case Value.UnknownValue other -> other;
    };
  }

  private static Value elements(List<Value> elements, Type type, Defaults defaults) {
    List<Value> filled = new ArrayList<>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      String key = type instanceof Type.TupleType ? Integer.toString(i) : Defaults.ELEMENT;
      filled.add(part(elements.get(i), type, key, defaults));
    }
    // Elements may have different types now; the conversion unifies them again.
    return new Value.TupleValue(filled);
  }

  private static Value entries(Map<String, Value> entries, Type type, Defaults defaults) {
    TreeMap<String, Value> filled = new TreeMap<>(Value.KEY_ORDER);
    entries.forEach(
        (name, value) -> {
          String key = type instanceof Type.ObjectType ? name : Defaults.ELEMENT;
          filled.put(name, part(value, type, key, defaults));
        });
    defaults
        .values()
        .forEach(
            (name, value) -> {
              Value given = filled.get(name);
              if (given == null || given.isNull()) {
                filled.put(name, part(value, type, name, defaults));
              }
            });
    return new Value.ObjectValue(filled);
  }

  private static Value part(Value value, Type type, String key, Defaults defaults) {
    Optional<Defaults> below = defaults.below(key);
    return below.isEmpty() ? value : apply(value, partType(type, key), below.get());
  }

  private static Type partType(Type type, String key) {
    return switch (type) {
      case Type.ObjectType object -> object.attributes().getOrDefault(key, Type.DYNAMIC);
      case Type.TupleType(List<Type> elements) -> {
        int position = Integer.parseInt(key);
        yield position < elements.size() ? elements.get(position) : Type.DYNAMIC;
      }
      case Type other -> Types.element(other).orElse(Type.DYNAMIC);
    };
  }
}
