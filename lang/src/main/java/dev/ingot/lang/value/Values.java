package dev.ingot.lang.value;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Construction of values, and operations on values of every type. */
public final class Values {
  /**
   * The limit for the nesting of values: deeper results and inputs are refused. Every operation on
   * a value of this depth fits into a thread stack of 1 MB.
   */
  public static final int MAX_DEPTH = 500;

  /** A completely unknown value, even of unknown type. */
  public static final Value DYNAMIC_UNKNOWN = new Value.UnknownValue(Type.DYNAMIC, Refinement.NONE);

  /** Null of unknown type. */
  public static final Value NULL = new Value.NullValue(Type.DYNAMIC);

  public static final Value TRUE = new Value.BoolValue(true);
  public static final Value FALSE = new Value.BoolValue(false);

  /** The empty object. */
  public static final Value EMPTY_OBJECT =
      new Value.ObjectValue(new TreeMap<String, Value>(Value.KEY_ORDER));

  /** The empty tuple. */
  public static final Value EMPTY_TUPLE = new Value.TupleValue(List.of());

  /**
   * The order of the elements of a set: numbers by size, strings by code point, false before true,
   * all others by their text; null is last, unknown last but one.
   */
  public static final Comparator<Value> SET_ORDER = SetOrder.INSTANCE;

  private Values() {}

  /**
   * How deep a value nests: 0 for one without parts, 1 for a list of such. Nulls and unknowns count
   * as deep as their type. Takes the same time for every value.
   */
  public static int depth(Value value) {
    return Depth.of(value);
  }

  static SortedMap<String, Value> sorted(Map<String, Value> entries) {
    return SortedEntries.of(entries);
  }

  static String normalize(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x300) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
      }
    }
    return text;
  }

  /** A number. */
  public static Value number(BigFloat number) {
    return new Value.NumberValue(number);
  }

  /** A tuple. */
  public static Value tuple(List<Value> elements) {
    return new Value.TupleValue(elements);
  }

  /** A tuple. */
  public static Value tuple(Value... elements) {
    return new Value.TupleValue(List.of(elements));
  }

  /** An object. */
  public static Value object(Map<String, Value> attributes) {
    return new Value.ObjectValue(sorted(attributes));
  }

  /** A list of strings. */
  public static Value strings(Collection<String> texts) {
    return new Value.ListValue(Type.STRING, texts.stream().map(Value::of).toList());
  }

  /**
   * A list of elements of the same type; untyped nulls and unknowns take it. An empty list has
   * elements of unknown type.
   */
  public static Value list(List<Value> elements) {
    return list(TypedElements.commonType(elements), elements);
  }

  /** A list of elements of a type; untyped nulls and unknowns take it. */
  public static Value list(Type element, List<Value> elements) {
    return new Value.ListValue(element, TypedElements.of(element, elements));
  }

  /** A map of elements of the same type, like {@link #list(List)}. */
  public static Value map(Map<String, Value> entries) {
    return map(TypedElements.commonType(entries.values()), entries);
  }

  /** A map of elements of a type; untyped nulls and unknowns take it. */
  public static Value map(Type element, Map<String, Value> entries) {
    TreeMap<String, Value> typed = new TreeMap<>(Value.KEY_ORDER);
    entries.forEach((key, value) -> typed.put(key, TypedElements.of(element, value)));
    return new Value.MapValue(element, typed);
  }

  /** A set of elements of the same type, like {@link #list(List)}. */
  public static Value set(Collection<Value> elements) {
    return set(TypedElements.commonType(elements), elements);
  }

  /**
   * A set of elements of a type, without duplicates, in {@link #SET_ORDER}. Marks of elements or
   * their parts become marks of the whole set, since marks must not distinguish elements.
   */
  public static Value set(Type element, Collection<Value> elements) {
    Marks marks = Marks.NONE;
    List<Value> plain = new ArrayList<>(elements.size());
    for (Value value : elements) {
      Marks own = deepMarks(value);
      marks = marks.with(own);
      plain.add(TypedElements.of(element, own.isEmpty() ? value : unmarkDeep(value).value()));
    }
    return new Value.SetValue(element, SetOrder.unique(element, plain)).marked(marks);
  }

  /** Unknown of a type with a refinement; known if only one value is possible. */
  public static Value unknown(Type type, Refinement refinement) {
    return refinement.toValue(type);
  }

  /** A value with an additional refinement; marks stay. Known values are unchanged. */
  public static Value refine(Value value, Refinement more) {
    if (value.unmarked() instanceof Value.UnknownValue(Type type, Refinement refinement)) {
      return refinement.and(more).toValue(type).marked(value.marks());
    }
    return value;
  }

  /** A value that is certainly not null. */
  public static Value refineNotNull(Value value) {
    return value.equals(UNKNOWN_TEXT) ? UNKNOWN_TEXT_NOT_NULL : refine(value, Refinement.NOT_NULL);
  }

  /** Every object that is to be created has some. */
  private static final Value UNKNOWN_TEXT = Value.unknown(Type.STRING);

  private static final Value UNKNOWN_TEXT_NOT_NULL = refine(UNKNOWN_TEXT, Refinement.NOT_NULL);

  /**
   * The same object, holding the names of its attributes once with all others of its type. For
   * objects that are kept in great numbers.
   */
  public static Value sharingNames(Value value, Type type) {
    if (!(value instanceof Value.ObjectValue(var attributes))
        || !(type instanceof Type.ObjectType object)) {
      return value;
    }
    return new Value.ObjectValue(
        SortedEntries.of(attributes).sharing(SortedEntries.of(object.attributes())));
  }

  /** Whether the value and all its parts are known. */
  public static boolean isWhollyKnown(Value value) {
    return switch (value) {
      case Value.UnknownValue unknown -> false;
      case Value.MarkedValue marked -> isWhollyKnown(marked.inner());
      case Value.ListValue list -> all(list.elements());
      case Value.SetValue set -> all(set.elements());
      case Value.TupleValue tuple -> all(tuple.elements());
      case Value.MapValue map -> all(map.entries().values());
      case Value.ObjectValue object -> all(object.attributes().values());
      case Value.StringValue text -> true;
      case Value.NumberValue number -> true;
      case Value.BoolValue truth -> true;
      case Value.NullValue none -> true;
    };
  }

  private static boolean all(Collection<Value> parts) {
    for (Value part : parts) {
      if (!isWhollyKnown(part)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the value or any part has marks. */
  public static boolean containsMarks(Value value) {
    if (value instanceof Value.MarkedValue) {
      return true;
    }
    for (Value part : parts(value)) {
      if (containsMarks(part)) {
        return true;
      }
    }
    return false;
  }

  /** The marks of the value and all its parts together. */
  public static Marks deepMarks(Value value) {
    if (value instanceof Value.MarkedValue(Value inner, Marks marks)) {
      return marks.with(deepMarks(inner));
    }
    Marks all = Marks.NONE;
    for (Value part : parts(value)) {
      all = all.with(deepMarks(part));
    }
    return all;
  }

  /** The direct parts of a value, in order; empty for a marked, null or unknown one. */
  static Collection<Value> parts(Value value) {
    return switch (value) {
      case Value.ListValue list -> list.elements();
      case Value.SetValue set -> set.elements();
      case Value.TupleValue tuple -> tuple.elements();
      case Value.MapValue map -> map.entries().values();
      case Value.ObjectValue object -> object.attributes().values();
      case Value.MarkedValue marked -> List.of();
      case Value.StringValue text -> List.of();
      case Value.NumberValue number -> List.of();
      case Value.BoolValue truth -> List.of();
      case Value.NullValue none -> List.of();
      case Value.UnknownValue unknown -> List.of();
    };
  }

  /** Marks and their path. */
  public record PathMarks(ValuePath path, Marks marks) {}

  /**
   * A value without marks at any depth.
   *
   * @param marks the removed marks, outer ones first
   */
  public record Unmarked(Value value, List<PathMarks> marks) {
    public Unmarked {
      marks = List.copyOf(marks);
    }
  }

  /** Removes all marks, recording their paths. */
  public static Unmarked unmarkDeep(Value value) {
    if (!containsMarks(value)) {
      return new Unmarked(value, List.of());
    }
    List<PathMarks> found = new ArrayList<>();
    ValueWalk.walk(
        value,
        (path, part) -> {
          if (!part.marks().isEmpty()) {
            found.add(new PathMarks(path, part.marks()));
          }
          return true;
        });
    return new Unmarked(ValueWalk.withoutMarks(value), found);
  }

  /** Marks the parts at paths; paths that lead nowhere are ignored. */
  public static Value remark(Value value, List<PathMarks> marks) {
    Value result = value;
    for (PathMarks each : marks) {
      result = ValueWalk.mark(result, each.path().steps(), 0, each.marks());
    }
    return result;
  }

  /** Visits a value and its parts. */
  @FunctionalInterface
  public interface Visitor {
    /** Visits a part; returns whether its own parts are visited, too. */
    boolean visit(ValuePath path, Value part);
  }

  /** Transforms parts of a value. */
  @FunctionalInterface
  public interface Transformer {
    /** Returns the replacement of a part whose own parts are transformed already. */
    Value transform(ValuePath path, Value part);
  }

  /** Visits a value and its parts in order, the whole before its parts. */
  public static void walk(Value value, Visitor visitor) {
    ValueWalk.walk(value, visitor);
  }

  /** Transforms the parts of a value, then the value; marks stay and are not visible. */
  public static Value transform(Value value, Transformer transformer) {
    return ValueWalk.transform(ValuePath.ROOT, value, transformer);
  }

  /**
   * The part at a path; empty if the path leads nowhere. The result has the marks along the path.
   */
  public static Optional<Value> at(Value value, ValuePath path) {
    return ValueWalk.at(value, path.steps());
  }

  /**
   * The {@code ==} of the language: {@code true}, {@code false} or unknown; never an error. Has all
   * marks of both.
   */
  public static Value equal(Value left, Value right) {
    Marks marks = deepMarks(left).with(deepMarks(right));
    return marks.isEmpty()
        ? Equality.equal(left, right)
        : Equality.equal(ValueWalk.withoutMarks(left), ValueWalk.withoutMarks(right)).marked(marks);
  }

  /**
   * The number of elements of a collection, tuple or object, possibly unknown; empty for other
   * values. A set with unknown elements has no known length: they may turn out equal.
   */
  public static Optional<Value> length(Value value) {
    return Lengths.number(value);
  }

  /** An attribute of a known object; empty if it has none of that name or is not an object. */
  public static Optional<Value> attribute(Value value, String name) {
    return switch (value) {
      case Value.MarkedValue(Value inner, Marks marks) ->
          attribute(inner, name).map(found -> found.marked(marks));
      case Value.ObjectValue object -> Optional.ofNullable(object.attributes().get(name));
      case Value.UnknownValue(Type type, Refinement known) ->
          type instanceof Type.ObjectType object
              ? Optional.ofNullable(object.attributes().get(name)).map(Value::unknown)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /**
   * An element of a known list, tuple or map; empty if there is none at the key, or the value has
   * no keys. The element has the marks of the collection and the key.
   */
  public static Optional<Value> index(Value collection, Value key) {
    Marks marks = collection.marks().with(key.marks());
    Optional<Value> element =
        switch (collection.unmarked()) {
          case Value.ListValue list -> at(list.elements(), key.unmarked());
          case Value.TupleValue tuple -> at(tuple.elements(), key.unmarked());
          case Value.MapValue map ->
              key.unmarked() instanceof Value.StringValue(String name)
                  ? Optional.ofNullable(map.entries().get(name))
                  : Optional.empty();
          default -> Optional.empty();
        };
    return element.map(found -> found.marked(marks));
  }

  private static Optional<Value> at(List<Value> elements, Value key) {
    if (!(key instanceof Value.NumberValue(BigFloat number))) {
      return Optional.empty();
    }
    OptionalInt position = number.asInt();
    return position.isPresent() && position.getAsInt() >= 0 && position.getAsInt() < elements.size()
        ? Optional.of(elements.get(position.getAsInt()))
        : Optional.empty();
  }

  /** The elements of a known list, set or tuple, without the marks on the whole. */
  public static Optional<List<Value>> elements(Value value) {
    return switch (value.unmarked()) {
      case Value.ListValue list -> Optional.of(list.elements());
      case Value.SetValue set -> Optional.of(set.elements());
      case Value.TupleValue tuple -> Optional.of(tuple.elements());
      default -> Optional.empty();
    };
  }

  /** The entries of a known map or object, without the marks on the whole. */
  public static Optional<SortedMap<String, Value>> entries(Value value) {
    return switch (value.unmarked()) {
      case Value.MapValue map -> Optional.of(map.entries());
      case Value.ObjectValue object -> Optional.of(object.attributes());
      default -> Optional.empty();
    };
  }

  /** The text of a known string, not null. */
  public static Optional<String> text(Value value) {
    return value.unmarked() instanceof Value.StringValue(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  /** The number of a known number, not null. */
  public static Optional<BigFloat> numberOf(Value value) {
    return value.unmarked() instanceof Value.NumberValue(BigFloat number)
        ? Optional.of(number)
        : Optional.empty();
  }

  /** Whether the value is known to be true. */
  public static boolean isTrue(Value value) {
    return value.unmarked().equals(TRUE);
  }

  /** Whether the value is known to be false. */
  public static boolean isFalse(Value value) {
    return value.unmarked().equals(FALSE);
  }
}
