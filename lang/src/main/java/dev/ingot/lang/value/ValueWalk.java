package dev.ingot.lang.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Goes through values and their parts. */
final class ValueWalk {
  private ValueWalk() {}

  static void walk(Value value, Values.Visitor visitor) {
    walk(ValuePath.ROOT, value, visitor);
  }

  private static void walk(ValuePath path, Value value, Values.Visitor visitor) {
    if (!visitor.visit(path, value)) {
      return;
    }
    switch (value.unmarked()) {
      case Value.ListValue list -> walk(path, list.elements(), visitor);
      case Value.TupleValue tuple -> walk(path, tuple.elements(), visitor);
      case Value.SetValue set -> {
        for (Value element : set.elements()) {
          walk(path.then(new ValuePath.Index(element)), element, visitor);
        }
      }
      case Value.MapValue map -> {
        for (Map.Entry<String, Value> entry : map.entries().entrySet()) {
          walk(path.index(entry.getKey()), entry.getValue(), visitor);
        }
      }
      case Value.ObjectValue object -> {
        for (Map.Entry<String, Value> entry : object.attributes().entrySet()) {
          walk(path.attribute(entry.getKey()), entry.getValue(), visitor);
        }
      }
      case Value.StringValue leaf -> {}
      case Value.NumberValue leaf -> {}
      case Value.BoolValue leaf -> {}
      case Value.NullValue leaf -> {}
      case Value.UnknownValue leaf -> {}
      case Value.MarkedValue marked -> {}
    }
  }

  private static void walk(ValuePath path, List<Value> elements, Values.Visitor visitor) {
    for (int i = 0; i < elements.size(); i++) {
      walk(path.index(i), elements.get(i), visitor);
    }
  }

  static Value transform(ValuePath path, Value value, Values.Transformer transformer) {
    Value whole =
        switch (value.unmarked()) {
          case Value.ListValue(Type element, List<Value> elements) -> {
            List<Value> parts = transform(path, elements, transformer);
            yield parts.isEmpty() ? new Value.ListValue(element, parts) : Values.list(parts);
          }
          case Value.TupleValue(List<Value> elements) ->
              new Value.TupleValue(transform(path, elements, transformer));
          case Value.SetValue(Type element, List<Value> elements) -> {
            List<Value> parts = new ArrayList<>(elements.size());
            for (Value part : elements) {
              parts.add(transform(path.then(new ValuePath.Index(part)), part, transformer));
            }
            yield parts.isEmpty() ? Values.set(element, parts) : Values.set(parts);
          }
          case Value.MapValue(Type element, Map<String, Value> entries) -> {
            TreeMap<String, Value> parts = new TreeMap<>(Value.KEY_ORDER);
            for (Map.Entry<String, Value> entry : entries.entrySet()) {
              ValuePath key = path.index(entry.getKey());
              parts.put(entry.getKey(), transform(key, entry.getValue(), transformer));
            }
            yield parts.isEmpty() ? new Value.MapValue(element, parts) : Values.map(parts);
          }
          case Value.ObjectValue(Map<String, Value> attributes) -> {
            TreeMap<String, Value> parts = new TreeMap<>(Value.KEY_ORDER);
            for (Map.Entry<String, Value> entry : attributes.entrySet()) {
              ValuePath key = path.attribute(entry.getKey());
              parts.put(entry.getKey(), transform(key, entry.getValue(), transformer));
            }
            yield new Value.ObjectValue(parts);
          }
          case Value.StringValue leaf -> leaf;
          case Value.NumberValue leaf -> leaf;
          case Value.BoolValue leaf -> leaf;
          case Value.NullValue leaf -> leaf;
          case Value.UnknownValue leaf -> leaf;
          case Value.MarkedValue marked -> marked.inner();
        };
    // A set may have marks of its own now: those of parts that got some.
    return transformer
        .transform(path, whole.unmarked())
        .marked(whole.marks())
        .marked(value.marks());
  }

  private static List<Value> transform(
      ValuePath path, List<Value> elements, Values.Transformer transformer) {
    List<Value> parts = new ArrayList<>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      parts.add(transform(path.index(i), elements.get(i), transformer));
    }
    return parts;
  }

  /** The same without marks at any depth. */
  static Value withoutMarks(Value value) {
    return switch (value) {
      case Value.MarkedValue marked -> withoutMarks(marked.inner());
      case Value.ListValue(Type element, List<Value> elements) ->
          new Value.ListValue(element, withoutMarks(elements));
      case Value.SetValue(Type element, List<Value> elements) ->
          new Value.SetValue(element, withoutMarks(elements));
      case Value.TupleValue(List<Value> elements) -> new Value.TupleValue(withoutMarks(elements));
      case Value.MapValue(Type element, var entries) ->
          new Value.MapValue(element, SortedEntries.of(entries).mapped(ValueWalk::withoutMarks));
      case Value.ObjectValue(var attributes) ->
          new Value.ObjectValue(SortedEntries.of(attributes).mapped(ValueWalk::withoutMarks));
      case Value.StringValue leaf -> leaf;
      case Value.NumberValue leaf -> leaf;
      case Value.BoolValue leaf -> leaf;
      case Value.NullValue leaf -> leaf;
      case Value.UnknownValue leaf -> leaf;
    };
  }

  private static List<Value> withoutMarks(List<Value> elements) {
    List<Value> plain = new ArrayList<>(elements.size());
    for (Value element : elements) {
      plain.add(withoutMarks(element));
    }
    return plain;
  }

  /** Puts marks on the part that the steps from an index on lead to. */
  static Value mark(Value value, List<ValuePath.Step> steps, int from, Marks marks) {
    if (from == steps.size()) {
      return value.marked(marks);
    }
    Value plain = value.unmarked();
    Value marked =
        switch (steps.get(from)) {
          case ValuePath.Attribute(String name) ->
              plain instanceof Value.ObjectValue(var attributes) && attributes.containsKey(name)
                  ? new Value.ObjectValue(replaced(attributes, name, steps, from, marks))
                  : plain;
          case ValuePath.Index(Value key) ->
              switch (plain) {
                case Value.ListValue(Type element, List<Value> elements) ->
                    new Value.ListValue(element, replaced(elements, key, steps, from, marks));
                case Value.TupleValue(List<Value> elements) ->
                    new Value.TupleValue(replaced(elements, key, steps, from, marks));
                case Value.MapValue(Type element, var entries)
                    when key instanceof Value.StringValue(String name)
                        && entries.containsKey(name) ->
                    new Value.MapValue(element, replaced(entries, name, steps, from, marks));
                // Parts of a set have no place of their own: the whole set is marked.
                case Value.SetValue set -> set.marked(marks);
                default -> plain;
              };
        };
    return marked.marked(value.marks());
  }

  private static Map<String, Value> copy(Map<String, Value> entries) {
    TreeMap<String, Value> copy = new TreeMap<>(Value.KEY_ORDER);
    copy.putAll(entries);
    return copy;
  }

  private static java.util.SortedMap<String, Value> replaced(
      Map<String, Value> entries, String name, List<ValuePath.Step> steps, int from, Marks marks) {
    Map<String, Value> copy = copy(entries);
    copy.computeIfPresent(name, (key, part) -> mark(part, steps, from + 1, marks));
    return SortedEntries.of(copy);
  }

  private static List<Value> replaced(
      List<Value> elements, Value key, List<ValuePath.Step> steps, int from, Marks marks) {
    List<Value> copy = new ArrayList<>(elements);
    if (key instanceof Value.NumberValue(BigFloat number)) {
      int at = number.asInt().orElse(-1);
      if (at >= 0 && at < copy.size()) {
        copy.set(at, mark(copy.get(at), steps, from + 1, marks));
      }
    }
    return copy;
  }

  /** The part that steps lead to. */
  static Optional<Value> at(Value value, List<ValuePath.Step> steps) {
    Optional<Value> found = Optional.of(value);
    for (ValuePath.Step step : steps) {
      found = found.flatMap(part -> step(part, step));
    }
    return found;
  }

  private static Optional<Value> step(Value part, ValuePath.Step step) {
    return switch (step) {
      case ValuePath.Attribute(String name) -> Values.attribute(part, name);
      case ValuePath.Index(Value key) ->
          part.unmarked() instanceof Value.SetValue set
              ? set.elements().stream()
                  .filter(key::equals)
                  .findFirst()
                  .map(element -> element.marked(part.marks()))
              : Values.index(part, key);
    };
  }
}
