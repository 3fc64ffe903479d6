package dev.ingot.deploy.call;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Consistency checks on the answers of providers. Rules: the consistency rules of the plugin
 * protocol.
 */
public final class Conformity {
  private Conformity() {}

  /** What is wrong with a plan: what is configured must be planned as configured, or as it was. */
  public static List<String> plan(Schema schema, Value prior, Value config, Value planned) {
    List<String> wrong = new ArrayList<>();
    if (!(config instanceof Value.ObjectValue(var configured))) {
      return wrong;
    }
    if (!(planned instanceof Value.ObjectValue(var after))) {
      wrong.add("no object is planned for a configured resource");
      return wrong;
    }
    Map<String, Value> before =
        prior instanceof Value.ObjectValue(var attributes) ? attributes : Map.<String, Value>of();
    for (Map.Entry<String, Attribute> entry : schema.attributes().entrySet()) {
      String name = entry.getKey();
      Attribute attribute = entry.getValue();
      Value wanted = configured.getOrDefault(name, Values.NULL);
      Value got = after.getOrDefault(name, Values.NULL);
      if (attribute.writeOnly() || attribute.nested().isPresent()) {
        continue;
      }
      if (wanted.isNull()) {
        if (!attribute.computed() && !got.isNull()) {
          wrong.add("planned a value for ." + name + ", which is not configured");
        }
      } else if (!alike(got, wanted) && !alike(got, before.getOrDefault(name, Values.NULL))) {
        wrong.add("." + name + " is planned to be another value than configured");
      }
    }
    return wrong;
  }

  /** Whether values are equal, whatever is known of unknown parts: providers need not keep that. */
  private static boolean alike(Value a, Value b) {
    return a.equals(b) || unrefined(a).equals(unrefined(b));
  }

  private static Value unrefined(Value value) {
    return Values.transform(value, (_, part) -> part.isKnown() ? part : Value.unknown(part.type()));
  }

  /** A configuration as a promise: what isn't configured is left open. */
  static Value configured(Value config) {
    if (!(config instanceof Value.ObjectValue(var attributes))) {
      return config;
    }
    TreeMap<String, Value> open = new TreeMap<>(Value.KEY_ORDER);
    attributes.forEach(
        (name, value) -> open.put(name, value.isNull() ? Value.unknown(value.type()) : value));
    return new Value.ObjectValue(open);
  }

  /** Where a value doesn't keep what a plan promised: everything that was known. */
  public static List<String> applied(Value planned, Value actual) {
    List<String> wrong = new ArrayList<>();
    compare("", planned.unmarked(), actual.unmarked(), wrong);
    return wrong;
  }

  private static void compare(String path, Value planned, Value actual, List<String> wrong) {
    if (wrong.size() > 10) {
      return;
    }
    Value want = planned.unmarked();
    Value have = actual.unmarked();
    switch (want) {
      case Value.UnknownValue(Type _, var refinement) -> {
        if (refinement.notNull() && have.isNull()) {
          wrong.add(place(path) + "was planned not to be null, but now is");
        }
      }
      case Value.ObjectValue(var attributes) when have instanceof Value.ObjectValue(var found) -> {
        attributes.forEach(
            (name, value) ->
                compare(path + "." + name, value, found.getOrDefault(name, Values.NULL), wrong));
      }
      case Value.MapValue(Type _, var entries)
          when have instanceof Value.MapValue(Type _, var found) -> {
        if (!entries.keySet().equals(found.keySet())) {
          wrong.add(place(path) + "has other keys now");
        } else {
          entries.forEach(
              (name, value) ->
                  compare(
                      path + "[\"" + name + "\"]",
                      value,
                      found.getOrDefault(name, Values.NULL),
                      wrong));
        }
      }
      case Value.ListValue(Type _, List<Value> elements)
          when have instanceof Value.ListValue(Type _, List<Value> found) ->
          elements(path, elements, found, wrong);
      case Value.TupleValue(List<Value> elements)
          when have instanceof Value.TupleValue(List<Value> found) ->
          elements(path, elements, found, wrong);
      case Value.SetValue(Type _, List<Value> elements)
          when have instanceof Value.SetValue(Type _, List<Value> found) -> {
        boolean known = Values.isWhollyKnown(want);
        if (known ? !want.equals(have) : found.size() > elements.size()) {
          wrong.add(place(path) + "has other elements now");
        }
      }
      case Value.StringValue _,
          Value.NumberValue _,
          Value.BoolValue _,
          Value.NullValue _,
          Value.ListValue _,
          Value.SetValue _,
          Value.MapValue _,
          Value.TupleValue _,
          Value.ObjectValue _,
          Value.MarkedValue _ -> {
        if (!same(want, have)) {
          wrong.add(place(path) + "has another value now");
        }
      }
    }
  }

  private static boolean same(Value want, Value have) {
    return want.isNull() ? have.isNull() : want.equals(have);
  }

  private static void elements(
      String path, List<Value> planned, List<Value> actual, List<String> wrong) {
    if (planned.size() != actual.size()) {
      wrong.add(
          place(path) + "has " + actual.size() + " elements now, planned were " + planned.size());
      return;
    }
    for (int i = 0; i < planned.size(); i++) {
      compare(path + "[" + i + "]", planned.get(i), actual.get(i), wrong);
    }
  }

  private static String place(String path) {
    return path.isEmpty() ? "the object " : path + " ";
  }
}
