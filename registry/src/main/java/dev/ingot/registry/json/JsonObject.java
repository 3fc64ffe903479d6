package dev.ingot.registry.json;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An object of a JSON document; members that are missing or of another kind are as good as none.
 */
public record JsonObject(SortedMap<String, Value> members) {

  /** The object that a document is; empty if it is something else. */
  public static Optional<JsonObject> parse(String text) {
    try {
      return of(ValueJson.parse(text));
    } catch (ValueJsonException | tools.jackson.core.JacksonException e) {
      return Optional.empty();
    }
  }

  private static Optional<JsonObject> of(Value value) {
    return value instanceof Value.ObjectValue(SortedMap<String, Value> members)
        ? Optional.of(new JsonObject(members))
        : Optional.empty();
  }

  /** Whether there is a member. */
  public boolean has(String name) {
    return members.containsKey(name);
  }

  /** A text; empty if there is none. */
  public String text(String name) {
    return members.get(name) instanceof Value.StringValue(String text) ? text : "";
  }

  /** An object. */
  public Optional<JsonObject> object(String name) {
    Value value = members.get(name);
    return value == null ? Optional.empty() : of(value);
  }

  /** The objects of an array. */
  public List<JsonObject> objects(String name) {
    List<JsonObject> all = new ArrayList<>();
    for (Value element : elements(name)) {
      of(element).ifPresent(all::add);
    }
    return all;
  }

  /** The texts of an array. */
  public List<String> texts(String name) {
    List<String> all = new ArrayList<>();
    for (Value element : elements(name)) {
      if (element instanceof Value.StringValue(String text)) {
        all.add(text);
      }
    }
    return all;
  }

  /** A whole number; 0 if there is none. */
  public long number(String name) {
    Value value = members.get(name);
    return value == null
        ? 0
        : Values.numberOf(value).map(number -> (long) number.doubleValue()).orElse(0L);
  }

  /** The numbers of an array, as far as they are whole. */
  public List<Integer> numbers(String name) {
    List<Integer> all = new ArrayList<>();
    for (Value element : elements(name)) {
      Values.numberOf(element).ifPresent(number -> all.add((int) number.doubleValue()));
    }
    return all;
  }

  /** The members that are objects. */
  public Map<String, JsonObject> objects() {
    Map<String, JsonObject> all = new TreeMap<>();
    members.forEach((name, value) -> of(value).ifPresent(object -> all.put(name, object)));
    return all;
  }

  private List<Value> elements(String name) {
    return members.get(name) instanceof Value.TupleValue(List<Value> elements)
        ? elements
        : List.of();
  }
}
