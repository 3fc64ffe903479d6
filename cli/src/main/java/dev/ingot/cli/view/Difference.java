package dev.ingot.cli.view;

import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What changes between two values, in the shape it is shown in. */
sealed interface Difference {
  /** What happens to the value as a whole. */
  Action action();

  /** What happens to a value, with the symbol it is shown by. */
  enum Action {
    NONE(' '),
    CREATE('+'),
    UPDATE('~'),
    DELETE('-');

    private final char symbol;

    Action(char symbol) {
      this.symbol = symbol;
    }

    char symbol() {
      return symbol;
    }
  }

  /** A primitive or null; both are the same when nothing changes. */
  record Leaf(Action action, Value before, Value after) implements Difference {}

  /** A value that is not shown. */
  record Sensitive(Action action) implements Difference {}

  /** A value that will be known later, and what is there before. */
  record Unknown(Action action, Optional<Difference> before) implements Difference {}

  /** Named parts: an object or a map. */
  record Named(Action action, SortedMap<String, Difference> parts, boolean map)
      implements Difference {}

  /** Parts in a row: a list, a tuple or a set. */
  record Row(Action action, List<Difference> parts) implements Difference {
    Row {
      parts = List.copyOf(parts);
    }
  }

  /** Text that is JSON, shown as the document it holds. */
  record Json(Action action, Difference document) implements Difference {}

  /** A value of another kind: what goes and what comes. */
  record Replaced(Difference gone, Difference come) implements Difference {
    @Override
    public Action action() {
      return Action.UPDATE;
    }
  }

  /**
   * How far the type of a value is settled by a schema: where it is, maps and lists are told from
   * objects and tuples; where it is dynamic, they are shown alike.
   */
  enum Typing {
    SCHEMA,
    DYNAMIC
  }

  /** A value that comes. */
  static Difference created(Value after, Typing typing) {
    return whole(Action.CREATE, after, typing);
  }

  /** A value that goes. */
  static Difference deleted(Value before, Typing typing) {
    return whole(Action.DELETE, before, typing);
  }

  /** What changes from one value to another. */
  static Difference of(Value before, Value after, Typing typing) {
    boolean sensitive = before.marks().sensitive() || after.marks().sensitive();
    Value old = before.unmarked();
    Value next = after.unmarked();
    if (sensitive) {
      return new Sensitive(
          old.equals(next) && before.marks().equals(after.marks())
              ? Action.NONE
              : old.isNull() ? Action.CREATE : next.isNull() ? Action.DELETE : Action.UPDATE);
    }
    if (!next.isKnown()) {
      return old.isNull()
          ? new Unknown(Action.CREATE, Optional.empty())
          : new Unknown(Action.UPDATE, Optional.of(deleted(before, typing)));
    }
    if (old.isNull() && next.isNull()) {
      return new Leaf(Action.NONE, old, next);
    }
    if (old.isNull()) {
      return created(after, typing);
    }
    if (next.isNull()) {
      return deleted(before, typing);
    }
    Optional<SortedMap<String, Value>> oldNamed = named(old);
    Optional<SortedMap<String, Value>> nextNamed = named(next);
    if (oldNamed.isPresent() && nextNamed.isPresent()) {
      return named(oldNamed.get(), nextNamed.get(), next instanceof Value.MapValue, typing);
    }
    Optional<List<Value>> oldRow = row(old);
    Optional<List<Value>> nextRow = row(next);
    if (oldRow.isPresent() && nextRow.isPresent()) {
      boolean aligned = typing == Typing.SCHEMA && !(next instanceof Value.TupleValue);
      return row(
          aligned
              ? aligned(oldRow.get(), nextRow.get(), typing)
              : byPlace(oldRow.get(), nextRow.get(), typing));
    }
    if (oldNamed.isPresent()
        || nextNamed.isPresent()
        || oldRow.isPresent()
        || nextRow.isPresent()) {
      return new Replaced(deleted(before, typing), created(after, typing));
    }
    Optional<Value> oldDocument = JsonText.document(old);
    Optional<Value> nextDocument = JsonText.document(next);
    if (oldDocument.isPresent() && nextDocument.isPresent()) {
      Difference document = of(oldDocument.get(), nextDocument.get(), Typing.DYNAMIC);
      return new Json(document.action(), document);
    }
    return new Leaf(old.equals(next) ? Action.NONE : Action.UPDATE, old, next);
  }

  private static Difference whole(Action action, Value value, Typing typing) {
    if (value.marks().sensitive()) {
      return new Sensitive(action);
    }
    Value plain = value.unmarked();
    if (!plain.isKnown()) {
      return new Unknown(action, Optional.empty());
    }
    Optional<SortedMap<String, Value>> named = named(plain);
    if (named.isPresent()) {
      TreeMap<String, Difference> parts = new TreeMap<>(Value.KEY_ORDER);
      named.get().forEach((name, part) -> parts.put(name, whole(action, part, typing)));
      return new Named(action, parts, typing == Typing.SCHEMA && plain instanceof Value.MapValue);
    }
    Optional<List<Value>> row = row(plain);
    if (row.isPresent()) {
      return new Row(action, row.get().stream().map(part -> whole(action, part, typing)).toList());
    }
    Optional<Value> document = JsonText.document(plain);
    if (document.isPresent()) {
      return new Json(action, whole(action, document.get(), Typing.DYNAMIC));
    }
    return action == Action.CREATE
        ? new Leaf(action, Value.nullOf(Type.DYNAMIC), plain)
        : new Leaf(action, plain, Value.nullOf(Type.DYNAMIC));
  }

  private static Difference named(
      SortedMap<String, Value> before, SortedMap<String, Value> after, boolean map, Typing typing) {
    TreeMap<String, Difference> parts = new TreeMap<>(Value.KEY_ORDER);
    before.forEach(
        (name, old) -> {
          Value next = after.get(name);
          parts.put(name, next == null ? deleted(old, typing) : of(old, next, typing));
        });
    after.forEach(
        (name, next) -> {
          if (!before.containsKey(name)) {
            parts.put(name, created(next, typing));
          }
        });
    boolean same = parts.values().stream().allMatch(part -> part.action() == Action.NONE);
    return new Named(same ? Action.NONE : Action.UPDATE, parts, map && typing == Typing.SCHEMA);
  }

  private static Difference row(List<Difference> parts) {
    boolean same = parts.stream().allMatch(part -> part.action() == Action.NONE);
    return new Row(same ? Action.NONE : Action.UPDATE, parts);
  }

  private static List<Difference> byPlace(List<Value> before, List<Value> after, Typing typing) {
    List<Difference> parts = new ArrayList<>();
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      parts.add(
          i >= after.size()
              ? deleted(before.get(i), typing)
              : i >= before.size()
                  ? created(after.get(i), typing)
                  : of(before.get(i), after.get(i), typing));
    }
    return parts;
  }

  /**
   * The common beginning and end stay; between them, elements that are in both stay in their order.
   */
  private static List<Difference> aligned(List<Value> before, List<Value> after, Typing typing) {
    int head = 0;
    while (head < Math.min(before.size(), after.size())
        && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < Math.min(before.size(), after.size()) - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    List<Difference> parts = new ArrayList<>();
    before.subList(0, head).forEach(value -> parts.add(of(value, value, typing)));
    List<Value> oldMiddle = before.subList(head, before.size() - tail);
    List<Value> nextMiddle = after.subList(head, after.size() - tail);
    parts.addAll(
        (long) oldMiddle.size() * nextMiddle.size() > 1_000_000
            ? byPlace(oldMiddle, nextMiddle, typing)
            : common(oldMiddle, nextMiddle, typing));
    before
        .subList(before.size() - tail, before.size())
        .forEach(value -> parts.add(of(value, value, typing)));
    return parts;
  }

  private static List<Difference> common(List<Value> before, List<Value> after, Typing typing) {
    int[][] length = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        length[i][j] =
            before.get(i).equals(after.get(j))
                ? length[i + 1][j + 1] + 1
                : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    List<Difference> parts = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
        parts.add(of(before.get(i++), after.get(j++), typing));
      } else if (j == after.size() || (i < before.size() && length[i + 1][j] >= length[i][j + 1])) {
        parts.add(deleted(before.get(i++), typing));
      } else {
        parts.add(created(after.get(j++), typing));
      }
    }
    return parts;
  }

  private static Optional<SortedMap<String, Value>> named(Value value) {
    return switch (value) {
      case Value.ObjectValue object -> Optional.of(object.attributes());
      case Value.MapValue map -> Optional.of(map.entries());
      default -> Optional.empty();
    };
  }

  private static Optional<List<Value>> row(Value value) {
    return switch (value) {
      case Value.ListValue list -> Optional.of(list.elements());
      case Value.SetValue set -> Optional.of(set.elements());
      case Value.TupleValue tuple -> Optional.of(tuple.elements());
      default -> Optional.empty();
    };
  }
}
