package dev.ingot.lang.value;

import dev.ingot.lang.value.Conversion.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One conversion of a value whose type was found convertible. Continues after a problem; the first
 * one is kept.
 */
final class ValueConversion {
  private Optional<Problem> problem = Optional.empty();

  Optional<Problem> problem() {
    return problem;
  }

  private void fail(ValuePath path, String message) {
    if (problem.isEmpty()) {
      problem = Optional.of(new Problem(path, message));
    }
  }

  /**
   * @param from the type of the value, or {@link Type#DYNAMIC} to use the value's own type
   */
  Value convert(Value value, Type from, Type to, ValuePath path) {
    if (to.equals(Type.DYNAMIC)) {
      return value;
    }
    if (value instanceof Value.MarkedValue(Value inner, Marks marks)) {
      return convert(inner, from, to, path).marked(marks);
    }
    Type actual = from.equals(Type.DYNAMIC) ? value.type() : from;
    if (actual.equals(to)) {
      return value;
    }
    if (from.equals(Type.DYNAMIC) && !Convertibility.isPossible(actual, to, true)) {
      fail(path, Mismatch.describe(actual, to));
      return Value.unknown(Types.withoutOptional(to));
    }
    return switch (value) {
      case Value.UnknownValue(Type type, Refinement known) ->
          UnknownConversion.convert(known, actual, Types.withoutOptional(to));
      case Value.NullValue none ->
          Value.nullOf(TypeCompletion.complete(actual, Types.withoutOptional(to)));
      case Value.StringValue text -> primitive(text, to, path);
      case Value.NumberValue number -> primitive(number, to, path);
      case Value.BoolValue truth -> primitive(truth, to, path);
      case Value.ListValue(Type element, List<Value> elements) ->
          sequence(elements, List.of(element), true, to, path);
      // The number and order of a list's elements isn't known yet.
      case Value.SetValue set when to instanceof Type.ListType && !Lengths.isKnown(set) ->
          UnknownConversion.convert(Refinement.of(set), actual, Types.withoutOptional(to));
      case Value.SetValue(Type element, List<Value> elements) ->
          sequence(elements, List.of(element), true, to, path);
      case Value.TupleValue(List<Value> elements) ->
          sequence(elements, ((Type.TupleType) actual).elements(), false, to, path);
      case Value.MapValue(Type element, Map<String, Value> entries) ->
          map(element, entries, to, path);
      case Value.ObjectValue(Map<String, Value> attributes) ->
          object(attributes, ((Type.ObjectType) actual).attributes(), to, path);
      case Value.MarkedValue marked -> marked;
    };
  }

  private Value primitive(Value value, Type to, ValuePath path) {
    return switch (value) {
      case Value.NumberValue(BigFloat number) when to.equals(Type.STRING) ->
          new Value.StringValue(number.toString());
      case Value.BoolValue(boolean truth) when to.equals(Type.STRING) ->
          new Value.StringValue(truth ? "true" : "false");
      case Value.StringValue(String text) when to.equals(Type.NUMBER) -> number(text, path);
      case Value.StringValue(String text) when to.equals(Type.BOOL) -> bool(text, path);
      default -> value;
    };
  }

  private Value number(String text, ValuePath path) {
    Optional<BigFloat> number = BigFloat.parse(text);
    if (number.isEmpty()) {
      fail(path, "a number is required");
      return Value.unknown(Type.NUMBER);
    }
    return new Value.NumberValue(number.get());
  }

  private Value bool(String text, ValuePath path) {
    return switch (text) {
      case "true", "1" -> Values.TRUE;
      case "false", "0" -> Values.FALSE;
      default -> {
        fail(path, "a bool is required" + boolHint(text));
        yield Value.unknown(Type.BOOL);
      }
    };
  }

  private static String boolHint(String text) {
    return text.equalsIgnoreCase("true")
        ? "; to convert from string, use lowercase \"true\""
        : text.equalsIgnoreCase("false") ? "; to convert from string, use lowercase \"false\"" : "";
  }

  /**
   * @param types the types of the elements, or the one type of all
   */
  private Value sequence(
      List<Value> elements, List<Type> types, boolean oneType, Type to, ValuePath path) {
    if (to instanceof Type.TupleType(List<Type> want)) {
      List<Value> converted = new ArrayList<>(elements.size());
      for (int i = 0; i < elements.size(); i++) {
        converted.add(convert(elements.get(i), types.get(i), want.get(i), path.index(i)));
      }
      return new Value.TupleValue(converted);
    }
    Type element = Types.element(to).orElse(Type.DYNAMIC);
    Type want = !oneType && element.equals(Type.DYNAMIC) ? common(types) : element;
    List<Value> converted = new ArrayList<>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      Type from = oneType ? types.getFirst() : types.get(i);
      converted.add(convert(elements.get(i), from, want, path.index(i)));
    }
    boolean toSet = to instanceof Type.SetType;
    if (converted.isEmpty()) {
      Type empty =
          oneType && element.equals(Type.DYNAMIC)
              ? types.getFirst()
              : Types.withoutOptional(element);
      return toSet ? Values.set(empty, converted) : new Value.ListValue(empty, converted);
    }
    List<Value> alike = alike(converted, want, path, toSet ? "set" : "list");
    return toSet ? Values.set(alike) : Values.list(alike);
  }

  private static Type common(List<Type> types) {
    return Unification.unify(types).orElse(Type.DYNAMIC);
  }

  /** Elements converted to a type with dynamic parts may have different types. */
  private List<Value> alike(List<Value> elements, Type want, ValuePath path, String kind) {
    if (!Types.containsDynamic(want)) {
      return elements;
    }
    Set<Type> types = new LinkedHashSet<>();
    elements.forEach(element -> types.add(element.type()));
    types.remove(Type.DYNAMIC);
    if (types.size() <= 1) {
      return elements;
    }
    Optional<Type> unified = Unification.unify(types);
    if (unified.isEmpty() || unified.get().equals(Type.DYNAMIC)) {
      fail(path, "element types must all match for conversion to " + kind);
      return List.of();
    }
    List<Value> converted = new ArrayList<>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      converted.add(convert(elements.get(i), Type.DYNAMIC, unified.get(), path.index(i)));
    }
    return converted;
  }

  private Value map(Type element, Map<String, Value> entries, Type to, ValuePath path) {
    return switch (to) {
      case Type.MapType(Type want) -> {
        TreeMap<String, Value> converted = new TreeMap<>(Value.KEY_ORDER);
        for (Map.Entry<String, Value> entry : entries.entrySet()) {
          String key = entry.getKey();
          converted.put(key, convert(entry.getValue(), element, want, path.index(key)));
        }
        yield mapOf(converted, want.equals(Type.DYNAMIC) ? element : want, want, path);
      }
      case Type.ObjectType want -> mapToObject(element, entries, want, path);
      case Type other -> Value.unknown(other);
    };
  }

  private Value mapToObject(
      Type element, Map<String, Value> entries, Type.ObjectType to, ValuePath path) {
    TreeMap<String, Value> converted = new TreeMap<>(Value.KEY_ORDER);
    for (Map.Entry<String, Type> attribute : to.attributes().entrySet()) {
      String name = attribute.getKey();
      Type want = attribute.getValue();
      Value value = entries.get(name);
      if (value == null && !to.optional().contains(name)) {
        fail(path, "map has no element for required attribute " + Quoting.quoted(name));
      }
      converted.put(
          name,
          value == null
              ? Value.nullOf(Types.withoutOptional(want))
              : convert(value, element, want, path.index(name)));
    }
    return new Value.ObjectValue(converted);
  }

  private Value object(
      Map<String, Value> attributes, Map<String, Type> types, Type to, ValuePath path) {
    return switch (to) {
      case Type.MapType(Type element) -> {
        Type want =
            element.equals(Type.DYNAMIC) && !types.isEmpty()
                ? common(List.copyOf(types.values()))
                : element;
        TreeMap<String, Value> converted = new TreeMap<>(Value.KEY_ORDER);
        for (Map.Entry<String, Value> attribute : attributes.entrySet()) {
          String name = attribute.getKey();
          Type from = types.getOrDefault(name, Type.DYNAMIC);
          converted.put(name, convert(attribute.getValue(), from, want, path.index(name)));
        }
        yield mapOf(converted, Types.withoutOptional(element), want, path);
      }
      case Type.ObjectType want -> {
        TreeMap<String, Value> converted = new TreeMap<>(Value.KEY_ORDER);
        for (Map.Entry<String, Type> attribute : want.attributes().entrySet()) {
          String name = attribute.getKey();
          Type type = attribute.getValue();
          Value value = attributes.get(name);
          Type from = types.getOrDefault(name, Type.DYNAMIC);
          converted.put(
              name,
              value == null
                  ? Value.nullOf(Types.withoutOptional(type))
                  : convert(value, from, type, path.attribute(name)));
        }
        yield new Value.ObjectValue(converted);
      }
      case Type other -> Value.unknown(other);
    };
  }

  private Value mapOf(Map<String, Value> converted, Type empty, Type want, ValuePath path) {
    if (converted.isEmpty()) {
      return Values.map(Types.withoutOptional(empty), converted);
    }
    List<Value> alike = alike(List.copyOf(converted.values()), want, path, "map");
    if (alike.isEmpty()) {
      return Values.map(Type.DYNAMIC, Map.of());
    }
    TreeMap<String, Value> entries = new TreeMap<>(Value.KEY_ORDER);
    int next = 0;
    for (String key : converted.keySet()) {
      entries.put(key, alike.get(next));
      next++;
    }
    return Values.map(entries);
  }
}
