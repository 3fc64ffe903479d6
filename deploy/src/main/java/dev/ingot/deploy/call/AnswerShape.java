package dev.ingot.deploy.call;

import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Whether a value that a provider gave has the type its schema says. */
final class AnswerShape {
  private AnswerShape() {}

  /** The first place where a value has another type; empty where it has the type everywhere. */
  static Optional<String> misfit(Value value, Type type) {
    return misfit("", value, type);
  }

  private static Optional<String> misfit(String path, Value value, Type type) {
    if (type.equals(Type.DYNAMIC)) {
      return Optional.empty();
    }
    return switch (value) {
      case Value.NullValue _, Value.UnknownValue _ -> Optional.empty();
      case Value.StringValue _ -> fits(path, type.equals(Type.STRING), "a string");
      case Value.NumberValue _ -> fits(path, type.equals(Type.NUMBER), "a number");
      case Value.BoolValue _ -> fits(path, type.equals(Type.BOOL), "a bool");
      case Value.ListValue(Type _, List<Value> elements) ->
          type instanceof Type.ListType(Type element)
              ? all(path, elements, element)
              : fits(path, false, "a list");
      case Value.SetValue(Type _, List<Value> elements) ->
          type instanceof Type.SetType(Type element)
              ? all(path, elements, element)
              : fits(path, false, "a set");
      case Value.MapValue(Type _, SortedMap<String, Value> entries) ->
          type instanceof Type.MapType(Type element)
              ? entries(path, entries, element)
              : fits(path, false, "a map");
      case Value.TupleValue(List<Value> elements) ->
          type instanceof Type.TupleType(List<Type> types)
              ? elements(path, elements, types)
              : fits(path, false, "a tuple");
      case Value.ObjectValue(SortedMap<String, Value> attributes) ->
          type instanceof Type.ObjectType object
              ? attributes(path, attributes, object)
              : fits(path, false, "an object");
      case Value.MarkedValue(Value inner, var _) -> misfit(path, inner, type);
    };
  }

  private static Optional<String> fits(String path, boolean fits, String found) {
    return fits ? Optional.empty() : Optional.of(place(path) + "is " + found);
  }

  private static String place(String path) {
    return path.isEmpty() ? "the value " : path + " ";
  }

  private static Optional<String> all(String path, List<Value> values, Type type) {
    for (int i = 0; i < values.size(); i++) {
      Optional<String> misfit = misfit(path + "[" + i + "]", values.get(i), type);
      if (misfit.isPresent()) {
        return misfit;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> entries(String path, Map<String, Value> entries, Type type) {
    for (Map.Entry<String, Value> entry : entries.entrySet()) {
      Optional<String> misfit =
          misfit(path + "[\"" + entry.getKey() + "\"]", entry.getValue(), type);
      if (misfit.isPresent()) {
        return misfit;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> elements(String path, List<Value> values, List<Type> types) {
    if (values.size() != types.size()) {
      return Optional.of(place(path) + "has " + values.size() + " elements");
    }
    for (int i = 0; i < values.size(); i++) {
      Optional<String> misfit = misfit(path + "[" + i + "]", values.get(i), types.get(i));
      if (misfit.isPresent()) {
        return misfit;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> attributes(
      String path, SortedMap<String, Value> attributes, Type.ObjectType type) {
    if (attributes.size() != type.attributes().size()) {
      for (String name : type.attributes().keySet()) {
        if (!attributes.containsKey(name)) {
          return Optional.of(path + "." + name + " is missing");
        }
      }
    }
    for (Map.Entry<String, Value> entry : attributes.entrySet()) {
      Type expected = type.attributes().get(entry.getKey());
      if (expected == null) {
        return Optional.of(path + "." + entry.getKey() + " is not in the schema");
      }
      // Paths are made for misfits only: most values fit.
      if (!simple(entry.getValue(), expected)) {
        Optional<String> misfit = misfit(path + "." + entry.getKey(), entry.getValue(), expected);
        if (misfit.isPresent()) {
          return misfit;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean simple(Value value, Type type) {
    return value instanceof Value.NullValue
        || value instanceof Value.UnknownValue
        || (value instanceof Value.StringValue && type.equals(Type.STRING));
  }
}
