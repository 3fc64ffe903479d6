package dev.ingot.cli.view;

import dev.ingot.cli.view.Difference.Action;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes differences of attributes by what their schema declares, also of attributes nested in them.
 * Rules: the recorded behaviour of Terraform 1.11.
 */
final class NestedDifferences {
  private NestedDifferences() {}

  /**
   * The differences of the attributes of an object, without those that are null before and after.
   *
   * @param before the object before, or null
   * @param after the object after, or null
   */
  static SortedMap<String, Difference> attributes(
      Map<String, Attribute> attributes, Value before, Value after) {
    TreeMap<String, Difference> differences = new TreeMap<>(Value.KEY_ORDER);
    attributes.forEach(
        (name, attribute) -> {
          Value old = part(before, name, attribute);
          Value next = part(after, name, attribute);
          if (attribute.writeOnly()) {
            differences.put(name, new Difference.WriteOnly(action(before, after)));
          } else if (!(old.isNull() && next.isNull())) {
            differences.put(name, of(attribute, old, next));
          }
        });
    return differences;
  }

  /**
   * The same of a block. The SDK of most providers can't tell an empty text from none, so that both
   * are as good as each other there.
   */
  static SortedMap<String, Difference> ofBlock(
      Map<String, Attribute> attributes, Value before, Value after) {
    SortedMap<String, Difference> differences =
        attributes(attributes, withoutEmpty(attributes, before), withoutEmpty(attributes, after));
    attributes.forEach(
        (name, attribute) -> {
          Value old = part(before, name, attribute);
          Value next = part(after, name, attribute);
          if (!differences.containsKey(name)
              && attribute.type().equals(Type.STRING)
              && !(old.isNull() && next.isNull())) {
            differences.put(name, new Difference.Leaf(Action.NONE, old, next));
          }
        });
    return differences;
  }

  /** An object whose texts are null where they are empty; those of dynamic types stay. */
  private static Value withoutEmpty(Map<String, Attribute> attributes, Value object) {
    TreeMap<String, Value> others = new TreeMap<>(Value.KEY_ORDER);
    Parts.named(object).ifPresent(others::putAll);
    boolean any = false;
    for (Map.Entry<String, Value> part : others.entrySet()) {
      Attribute attribute = attributes.get(part.getKey());
      if (isEmpty(part.getValue()) && attribute != null && attribute.type().equals(Type.STRING)) {
        part.setValue(Value.nullOf(Type.STRING));
        any = true;
      }
    }
    return any ? new Value.ObjectValue(others) : object;
  }

  private static boolean isEmpty(Value value) {
    return value.equals(Value.of(""));
  }

  private static Action action(Value before, Value after) {
    return before.isNull() ? Action.CREATE : after.isNull() ? Action.DELETE : Action.NONE;
  }

  private static Value part(Value object, String name, Attribute attribute) {
    Value found =
        Parts.named(object)
            .flatMap(parts -> Optional.ofNullable(parts.get(name)))
            .orElse(Value.nullOf(attribute.type()));
    return attribute.sensitive() && !found.isNull() ? found.marked(Marks.SENSITIVE) : found;
  }

  private static Difference of(Attribute attribute, Value before, Value after) {
    if (attribute.nested().isEmpty()
        || before.marks().sensitive()
        || after.marks().sensitive()
        || !after.isKnown()) {
      return Differences.of(before, after, attribute.type());
    }
    Attribute.Nested nested = attribute.nested().get();
    Value old = before.unmarked();
    Value next = after.unmarked();
    return switch (nested.nesting()) {
      case SINGLE, GROUP -> object(nested, old, next);
      case LIST -> row(byPlace(nested, elements(old), elements(next)), old, next);
      case SET -> row(members(nested, elements(old), elements(next)), old, next);
      case MAP -> {
        SortedMap<String, Difference> parts = byKey(nested, named(old), named(next));
        yield new Difference.Nested(together(parts.values(), old, next), parts, true);
      }
    };
  }

  private static Difference object(Attribute.Nested nested, Value before, Value after) {
    if (!after.isKnown() || before.marks().sensitive() || after.marks().sensitive()) {
      return Differences.of(before, after, Type.DYNAMIC);
    }
    SortedMap<String, Difference> parts = attributes(nested.attributes(), before, after);
    return new Difference.Nested(together(parts.values(), before, after), parts, false);
  }

  private static Difference row(List<Difference> parts, Value before, Value after) {
    return new Difference.Row(together(parts, before, after), parts, false);
  }

  private static Action together(Iterable<Difference> parts, Value before, Value after) {
    Action whole = action(before, after);
    if (whole == Action.NONE) {
      for (Difference part : parts) {
        if (part.action() != Action.NONE) {
          return Action.UPDATE;
        }
      }
    }
    return whole;
  }

  private static List<Value> elements(Value value) {
    return Parts.row(value).orElse(List.of());
  }

  private static SortedMap<String, Value> named(Value value) {
    return Parts.named(value).orElseGet(TreeMap::new);
  }

  private static List<Difference> byPlace(
      Attribute.Nested nested, List<Value> before, List<Value> after) {
    List<Difference> parts = new ArrayList<>();
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      parts.add(
          object(
              nested,
              i < before.size() ? before.get(i) : Value.nullOf(Type.DYNAMIC),
              i < after.size() ? after.get(i) : Value.nullOf(Type.DYNAMIC)));
    }
    return parts;
  }

  private static List<Difference> members(
      Attribute.Nested nested, List<Value> before, List<Value> after) {
    Value nothing = Value.nullOf(Type.DYNAMIC);
    List<Difference> parts = new ArrayList<>();
    Set<Value> stays = new HashSet<>(after);
    Set<Value> known = new HashSet<>(before);
    before.forEach(old -> parts.add(object(nested, old, stays.contains(old) ? old : nothing)));
    after.stream()
        .filter(next -> !known.contains(next))
        .forEach(next -> parts.add(object(nested, nothing, next)));
    return parts;
  }

  private static SortedMap<String, Difference> byKey(
      Attribute.Nested nested, SortedMap<String, Value> before, SortedMap<String, Value> after) {
    Value nothing = Value.nullOf(Type.DYNAMIC);
    TreeMap<String, Difference> parts = new TreeMap<>(Value.KEY_ORDER);
    before.forEach(
        (key, old) -> parts.put(key, object(nested, old, after.getOrDefault(key, nothing))));
    after.forEach(
        (key, next) -> {
          if (!before.containsKey(key)) {
            parts.put(key, object(nested, nothing, next));
          }
        });
    return parts;
  }
}
