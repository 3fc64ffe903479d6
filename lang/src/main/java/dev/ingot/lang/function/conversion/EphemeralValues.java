package dev.ingot.lang.function.conversion;

import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Replaces ephemeral parts of values by null. */
final class EphemeralValues {
  private EphemeralValues() {}

  static Value asNull(Value value) {
    Marks marks = value.marks();
    if (marks.ephemeral()) {
      return Value.nullOf(value.type()).marked(new Marks(marks.sensitive(), false));
    }
    Value plain = value.unmarked();
    return switch (plain) {
      case Value.ListValue list -> Values.list(list.element(), all(list.elements())).marked(marks);
      case Value.SetValue set -> Values.set(set.element(), all(set.elements())).marked(marks);
      case Value.TupleValue tuple -> new Value.TupleValue(all(tuple.elements())).marked(marks);
      case Value.MapValue map ->
          new Value.MapValue(map.element(), all(map.entries())).marked(marks);
      case Value.ObjectValue object ->
          new Value.ObjectValue(all(object.attributes())).marked(marks);
      case Value.StringValue ignored -> value;
      case Value.NumberValue ignored -> value;
      case Value.BoolValue ignored -> value;
      case Value.NullValue ignored -> value;
      case Value.UnknownValue ignored -> value;
      case Value.MarkedValue ignored -> value;
    };
  }

  private static List<Value> all(List<Value> values) {
    List<Value> result = new ArrayList<>(values.size());
    values.forEach(value -> result.add(asNull(value)));
    return result;
  }

  private static SortedMap<String, Value> all(Map<String, Value> values) {
    TreeMap<String, Value> result = new TreeMap<>(Value.KEY_ORDER);
    values.forEach((name, value) -> result.put(name, asNull(value)));
    return result;
  }
}
