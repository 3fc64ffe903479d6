package dev.ingot.deploy.evaluation;

import dev.ingot.deploy.configuration.Lifecycle;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts what is to be ignored in a configuration back to what the object has. */
public final class IgnoredChanges {
  private IgnoredChanges() {}

  /**
   * A step of a path.
   *
   * @param key whether it is written as an index; attributes are those of objects, not keys of maps
   */
  private record Step(String name, boolean key) {}

  /**
   * The configuration as if it had never asked for the changes to be ignored.
   *
   * @param prior without marks; null for a new object, of which nothing is ignored
   * @param config without marks
   */
  public static Value apply(Lifecycle lifecycle, Schema schema, Value prior, Value config) {
    if (prior.isNull() || (!lifecycle.ignoreAll() && lifecycle.ignoreChanges().isEmpty())) {
      return config;
    }
    if (lifecycle.ignoreAll()) {
      return all(schema, prior, config);
    }
    Value result = config;
    for (Traversal path : lifecycle.ignoreChanges()) {
      List<Step> steps = new ArrayList<>();
      steps.add(new Step(path.root(), false));
      boolean usable = true;
      for (Traversal.Step step : path.steps()) {
        switch (step) {
          case Traversal.Attribute(String name, var _) -> steps.add(new Step(name, false));
          case Traversal.Key(Value key, var _) -> {
            switch (key.unmarked()) {
              case Value.StringValue(String name) -> steps.add(new Step(name, true));
              case Value.NumberValue(var number) -> steps.add(new Step(number.toString(), true));
              default -> usable = false;
            }
          }
        }
      }
      if (usable) {
        result = replace(result, prior, steps, 0);
      }
    }
    return result;
  }

  private static Value all(Schema schema, Value prior, Value config) {
    if (!(config instanceof Value.ObjectValue(var configured))
        || !(prior instanceof Value.ObjectValue(var before))) {
      return config;
    }
    TreeMap<String, Value> result = new TreeMap<>(Value.KEY_ORDER);
    configured.forEach(
        (name, value) -> {
          Attribute attribute = schema.attributes().get(name);
          boolean onlyProvider =
              attribute != null && !attribute.optional() && !attribute.required();
          boolean writeOnly = attribute != null && attribute.writeOnly();
          result.put(name, onlyProvider || writeOnly ? value : before.getOrDefault(name, value));
        });
    return new Value.ObjectValue(result);
  }

  private static Value replace(Value config, Value prior, List<Step> steps, int from) {
    if (from == steps.size()) {
      return prior;
    }
    String step = steps.get(from).name();
    boolean key = steps.get(from).key();
    return switch (config) {
      case Value.ObjectValue(var entries) -> {
        Map<String, Value> before = entriesOf(prior);
        boolean last = from + 1 == steps.size();
        if (key && last && !before.containsKey(step) && prior instanceof Value.ObjectValue) {
          yield new Value.ObjectValue(without(entries, step));
        }
        if (key && last && before.containsKey(step)) {
          yield prior;
        }
        boolean applies = !key && entries.containsKey(step);
        yield applies && before.containsKey(step)
            ? new Value.ObjectValue(with(entries, before, steps, from))
            : config;
      }
      case Value.MapValue(Type element, var entries) -> {
        if (!key) {
          yield config;
        }
        Map<String, Value> before = entriesOf(prior);
        if (before.containsKey(step)) {
          yield new Value.MapValue(element, with(entries, before, steps, from));
        }
        yield from + 1 == steps.size()
            ? new Value.MapValue(element, without(entries, step))
            : config;
      }
      case Value.ListValue(Type element, List<Value> elements) ->
          new Value.ListValue(element, with(elements, prior, steps, from));
      case Value.TupleValue(List<Value> elements) ->
          new Value.TupleValue(with(elements, prior, steps, from));
      case Value.SetValue _,
          Value.StringValue _,
          Value.NumberValue _,
          Value.BoolValue _,
          Value.NullValue _,
          Value.UnknownValue _,
          Value.MarkedValue _ ->
          config;
    };
  }

  private static Map<String, Value> entriesOf(Value value) {
    return Values.entries(value).<Map<String, Value>>map(found -> found).orElse(Map.of());
  }

  private static SortedMap<String, Value> with(
      Map<String, Value> entries, Map<String, Value> before, List<Step> steps, int from) {
    String step = steps.get(from).name();
    TreeMap<String, Value> result = new TreeMap<>(Value.KEY_ORDER);
    result.putAll(entries);
    Value old = before.getOrDefault(step, Values.NULL);
    Value now = entries.get(step);
    result.put(step, now == null ? old : replace(now, old, steps, from + 1));
    return result;
  }

  private static SortedMap<String, Value> without(Map<String, Value> entries, String step) {
    TreeMap<String, Value> result = new TreeMap<>(Value.KEY_ORDER);
    result.putAll(entries);
    result.remove(step);
    return result;
  }

  private static List<Value> with(List<Value> elements, Value prior, List<Step> steps, int from) {
    List<Value> before = Values.elements(prior).orElse(List.of());
    List<Value> result = new ArrayList<>(elements);
    String step = steps.get(from).name();
    int index =
        step.isEmpty() || step.length() > 9 || !Character.isDigit(step.charAt(0))
            ? -1
            : Integer.parseInt(step);
    if (index >= 0 && index < elements.size() && index < before.size()) {
      result.set(index, replace(elements.get(index), before.get(index), steps, from + 1));
    }
    return result;
  }
}
