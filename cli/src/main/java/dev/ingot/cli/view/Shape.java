package dev.ingot.cli.view;

import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is left of values in JSON, by which elements of lists are told apart: collections have no
 * types, nothing is marked, and what is not known yet is null, or missing from an object.
 */
final class Shape {
  private Shape() {}

  static List<Value> all(List<Value> values) {
    return values.stream().map(Shape::of).toList();
  }

  private static Value of(Value value) {
    Value plain = value.unmarked();
    if (!plain.isKnown() || plain.isNull()) {
      return Value.nullOf(Type.DYNAMIC);
    }
    Optional<SortedMap<String, Value>> named = Parts.named(plain);
    if (named.isPresent()) {
      TreeMap<String, Value> parts = new TreeMap<>(Value.KEY_ORDER);
      for (Map.Entry<String, Value> part : named.get().entrySet()) {
        if (part.getValue().unmarked().isKnown()) {
          parts.put(part.getKey(), of(part.getValue()));
        }
      }
      return Values.object(parts);
    }
    return Parts.row(plain).<Value>map(row -> new Value.TupleValue(all(row))).orElse(plain);
  }
}
