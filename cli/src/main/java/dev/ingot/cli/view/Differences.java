package dev.ingot.cli.view;

import dev.ingot.cli.view.Difference.Action;
import dev.ingot.cli.view.Difference.Notice;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes differences. The type a schema declares tells maps from objects and lists from tuples;
 * where it is dynamic, as in outputs, values are shown alike regardless of their types: lists of
 * one length that lose a member by place, other lists aligned. Rules: the recorded behaviour of
 * Terraform 1.11, and OpenTofu's {@code jsonformat} where nothing was recorded.
 */
final class Differences {
  private Differences() {}

  /** A value that is added. */
  static Difference created(Value after, Type type) {
    return whole(Action.CREATE, after, type);
  }

  /** A value that is removed. */
  static Difference deleted(Value before, Type type) {
    return whole(Action.DELETE, before, type);
  }

  /** A value that is unchanged. */
  static Difference unchanged(Value value, Type type) {
    return whole(Action.NONE, value, type);
  }

  /** The change from one value to another; null is the absence of a value. */
  static Difference of(Value before, Value after, Type type) {
    return of(before, after, type, false);
  }

  /** The change of a part that is there before and after, so that null is a value like others. */
  static Difference ofPart(Value before, Value after, Type type) {
    return of(before, after, type, true);
  }

  private static Difference of(Value before, Value after, Type type, boolean present) {
    if (before.marks().sensitive() || after.marks().sensitive()) {
      return sensitive(before, after, type, present);
    }
    boolean text = !present && type.equals(Type.STRING);
    Value old = text ? withoutEmpty(before.unmarked()) : before.unmarked();
    Value next = text ? withoutEmpty(after.unmarked()) : after.unmarked();
    if (!next.isKnown()) {
      return old.isNull()
          ? new Difference.Unknown(Action.CREATE, Optional.empty())
          : new Difference.Unknown(
              Action.UPDATE, Optional.of(deleted(present ? before : withoutEmpty(old), type)));
    }
    if (old.isNull() && next.isNull()) {
      return new Difference.Leaf(Action.NONE, old, next);
    }
    if (!present && old.isNull()) {
      return created(next, type);
    }
    if (!present && next.isNull()) {
      return deleted(old, type);
    }
    Optional<SortedMap<String, Value>> oldNamed = Parts.named(old);
    Optional<SortedMap<String, Value>> nextNamed = Parts.named(next);
    if (oldNamed.isPresent() && nextNamed.isPresent()) {
      return named(oldNamed.get(), nextNamed.get(), type);
    }
    Optional<List<Value>> oldRow = Parts.row(old);
    Optional<List<Value>> nextRow = Parts.row(next);
    if (oldRow.isPresent() && nextRow.isPresent()) {
      return row(oldRow.get(), nextRow.get(), type);
    }
    if (old.isNull()
        || next.isNull()
        || oldNamed.isPresent()
        || nextNamed.isPresent()
        || oldRow.isPresent()
        || nextRow.isPresent()) {
      return new Difference.Replaced(deleted(before, type), created(after, type));
    }
    return leaf(old, next);
  }

  /**
   * Attributes that are declared as texts are none where they are empty, as in Terraform: providers
   * of the older kind don't tell these apart. So is any empty text that a later known one replaces.
   */
  private static Value withoutEmpty(Value value) {
    return value.equals(Value.of("")) ? Value.nullOf(Type.STRING) : value;
  }

  private static Difference leaf(Value old, Value next) {
    Optional<Value> oldDocument = JsonText.document(old);
    Optional<Value> nextDocument = JsonText.document(next);
    if (oldDocument.isPresent() && nextDocument.isPresent()) {
      Difference document = ofPart(oldDocument.get(), nextDocument.get(), Type.DYNAMIC);
      if (document.action() == Action.NONE && !old.equals(next)) {
        return new Difference.Json(Action.UPDATE, document, true);
      }
      return new Difference.Json(document.action(), document, false);
    }
    if (oldDocument.isPresent() || nextDocument.isPresent()) {
      return new Difference.Replaced(
          whole(Action.DELETE, old, Type.DYNAMIC), whole(Action.CREATE, next, Type.DYNAMIC));
    }
    return new Difference.Leaf(old.equals(next) ? Action.NONE : Action.UPDATE, old, next);
  }

  private static Difference sensitive(Value before, Value after, Type type, boolean present) {
    boolean was = before.marks().sensitive();
    boolean becomes = after.marks().sensitive();
    Difference inner =
        of(Values.unmarkDeep(before).value(), Values.unmarkDeep(after).value(), type, present);
    Action action = inner.action();
    if (was == becomes || action == Action.CREATE || action == Action.DELETE) {
      return new Difference.Sensitive(action, Optional.empty());
    }
    boolean same = action == Action.NONE;
    if (same && !present && after.unmarked().isNull()) {
      return new Difference.Sensitive(action, Optional.empty());
    }
    Notice notice =
        becomes
            ? (same ? Notice.BECOMES_SENSITIVE_ONLY : Notice.BECOMES_SENSITIVE)
            : (same ? Notice.NO_LONGER_SENSITIVE_ONLY : Notice.NO_LONGER_SENSITIVE);
    return new Difference.Sensitive(Action.UPDATE, Optional.of(notice));
  }

  private static Difference whole(Action action, Value value, Type type) {
    if (value.marks().sensitive()) {
      return new Difference.Sensitive(action, Optional.empty());
    }
    Value plain = value.unmarked();
    if (!plain.isKnown()) {
      return new Difference.Unknown(action, Optional.empty());
    }
    Optional<SortedMap<String, Value>> named = Parts.named(plain);
    if (named.isPresent()) {
      TreeMap<String, Difference> parts = new TreeMap<>(Value.KEY_ORDER);
      named
          .get()
          .forEach(
              (name, part) -> {
                Type declared = Parts.type(type, name);
                if (!(type instanceof Type.ObjectType && part.isNull())) {
                  boolean empty =
                      type instanceof Type.ObjectType
                          && declared.equals(Type.STRING)
                          && part.equals(Value.of(""));
                  parts.put(
                      name,
                      empty ? whole(Action.NONE, part, declared) : whole(action, part, declared));
                }
              });
      return new Difference.Named(action, parts, type instanceof Type.MapType);
    }
    Optional<List<Value>> row = Parts.row(plain);
    if (row.isPresent()) {
      List<Difference> parts = new ArrayList<>();
      for (Value part : row.get()) {
        parts.add(whole(action, part, Parts.type(type, parts.size())));
      }
      return new Difference.Row(action, parts, true);
    }
    Optional<Value> document = JsonText.document(plain);
    if (document.isPresent()) {
      return new Difference.Json(action, whole(action, document.get(), Type.DYNAMIC), false);
    }
    return switch (action) {
      case CREATE -> new Difference.Leaf(action, Value.nullOf(Type.DYNAMIC), plain);
      case DELETE -> new Difference.Leaf(action, plain, Value.nullOf(Type.DYNAMIC));
      case NONE, UPDATE -> new Difference.Leaf(action, plain, plain);
    };
  }

  private static Difference named(
      SortedMap<String, Value> before, SortedMap<String, Value> after, Type type) {
    TreeMap<String, Difference> parts = new TreeMap<>(Value.KEY_ORDER);
    boolean declared = type instanceof Type.ObjectType;
    before.forEach(
        (name, old) -> {
          Value next = after.get(name);
          Type part = Parts.type(type, name);
          if (next == null) {
            parts.put(name, deleted(old, part));
          } else if (!(declared && old.isNull() && next.isNull())) {
            parts.put(name, of(old, next, part, !declared));
          }
        });
    after.forEach(
        (name, next) -> {
          if (!before.containsKey(name)) {
            parts.put(name, created(next, Parts.type(type, name)));
          }
        });
    return new Difference.Named(
        together(List.copyOf(parts.values())), parts, type instanceof Type.MapType);
  }

  private static Action together(List<Difference> parts) {
    return parts.stream().allMatch(part -> part.action() == Action.NONE)
        ? Action.NONE
        : Action.UPDATE;
  }

  private static Difference row(List<Value> before, List<Value> after, Type type) {
    List<Difference> parts =
        switch (type) {
          case Type.SetType(Type element) -> members(before, after, element);
          case Type.ListType(Type element) ->
              before.size() == after.size() && loses(before, after)
                  ? byPlace(before, after, type)
                  : Alignment.of(before, after, element, element instanceof Type.ObjectType);
          case Type.TupleType _ -> byPlace(before, after, type);
          case Type.Dynamic _, Type.Primitive _, Type.MapType _, Type.ObjectType _ ->
              before.size() == after.size() && loses(before, after)
                  ? byPlace(before, after, Type.DYNAMIC)
                  : Alignment.of(before, after, Type.DYNAMIC, false);
        };
    return new Difference.Row(together(parts), parts, !(type instanceof Type.SetType));
  }

  /** The lines of a text: each stays, goes or comes. */
  static List<Difference> ofLines(List<Value> before, List<Value> after) {
    if (before.size() != after.size() || !loses(before, after)) {
      return Alignment.of(before, after, Type.STRING, false);
    }
    List<Difference> parts = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      if (before.get(i).equals(after.get(i))) {
        parts.add(ofPart(before.get(i), after.get(i), Type.STRING));
      } else {
        parts.add(deleted(before.get(i), Type.STRING));
        parts.add(created(after.get(i), Type.STRING));
      }
    }
    return parts;
  }

  /** Whether something that was in a list is no longer in it. */
  private static boolean loses(List<Value> before, List<Value> after) {
    return !new HashSet<>(Shape.all(after)).containsAll(Shape.all(before));
  }

  private static List<Difference> byPlace(List<Value> before, List<Value> after, Type type) {
    List<Difference> parts = new ArrayList<>();
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      Type part = Parts.type(type, i);
      parts.add(
          i >= after.size()
              ? deleted(before.get(i), part)
              : i >= before.size()
                  ? created(after.get(i), part)
                  : ofPart(before.get(i), after.get(i), part));
    }
    return parts;
  }

  private static List<Difference> members(List<Value> before, List<Value> after, Type element) {
    List<Difference> parts = new ArrayList<>();
    Set<Value> stays = new HashSet<>(after);
    for (Value old : before) {
      parts.add(stays.contains(old) ? unchanged(old, element) : deleted(old, element));
    }
    Set<Value> known = new HashSet<>(before);
    for (Value next : after) {
      if (!known.contains(next)) {
        parts.add(created(next, element));
      }
    }
    return parts;
  }
}
