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

/** Construction of values and the laws that hold for all of them. */
public final class Values {
  /**
   * How deep values may nest: what is evaluated or read is refused beyond. Every operation on a
   * value of this depth fits into the stack of a thread of 1 MB.
   */
  public static final int MAX_DEPTH = 500;

  /** The value nothing is known about, not even its type. */
  public static final Value DYNAMIC_UNKNOWN = new Value.UnknownValue(Type.DYNAMIC, Refinement.NONE);

  /** Null of a type not known. */
  public static final Value NULL = new Value.NullValue(Type.DYNAMIC);

  public static final Value TRUE = new Value.BoolValue(true);
  public static final Value FALSE = new Value.BoolValue(false);

  /** An object without attributes. */
  public static final Value EMPTY_OBJECT =
      new Value.ObjectValue(new TreeMap<String, Value>(Value.KEY_ORDER));

  /** A tuple without elements. */
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
   * A list of elements that have one type already, but for nulls and unknowns of no known type,
   * which take it. A list without elements has elements of the type not known.
   */
  public static Value list(List<Value> elements) {
    return list(commonType(elements), elements);
  }

  /** A list of elements of a type; nulls and unknowns of no known type take it. */
  public static Value list(Type element, List<Value> elements) {
    return new Value.ListValue(element, typed(element, elements));
  }

  /** A map of elements that have one type already, as {@link #list(List)}. */
  public static Value map(Map<String, Value> entries) {
    return map(commonType(entries.values()), entries);
  }

  /** A map of elements of a type; nulls and unknowns of no known type take it. */
  public static Value map(Type element, Map<String, Value> entries) {
    TreeMap<String, Value> typed = new TreeMap<>(Value.KEY_ORDER);
    entries.forEach((key, value) -> typed.put(key, typed(element, value)));
    return new Value.MapValue(element, typed);
  }

  /** A set of elements that have one type already, as {@link #list(List)}. */
  public static Value set(Collection<Value> elements) {
    return set(commonType(elements), elements);
  }

  /**
   * A set of elements of a type: each once, in {@link #SET_ORDER}. Marks of elements or their parts
   * become marks of the whole set, since its parts can't be told apart otherwise.
   */
  public static Value set(Type element, Collection<Value> elements) {
    Marks marks = Marks.NONE;
    List<Value> plain = new ArrayList<>(elements.size());
    for (Value value : elements) {
      Marks own = deepMarks(value);
      marks = marks.with(own);
      plain.add(typed(element, own.isEmpty() ? value : unmarkDeep(value).value()));
    }
    return new Value.SetValue(element, SetOrder.unique(element, plain)).marked(marks);
  }

  private static Type commonType(Collection<Value> elements) {
    for (Value element : elements) {
      Type type = element.type();
      if (!type.equals(Type.DYNAMIC)) {
        return type;
      }
    }
    return Type.DYNAMIC;
  }

  private static List<Value> typed(Type element, List<Value> elements) {
    if (!element.equals(Type.DYNAMIC) && elements.stream().anyMatch(Values::isUntyped)) {
      return elements.stream().map(value -> typed(element, value)).toList();
    }
    return elements;
  }

  /** Whether this is a null or unknown of no known type. */
  private static boolean isUntyped(Value value) {
    return switch (value.unmarked()) {
      case Value.NullValue(Type type) -> type.equals(Type.DYNAMIC);
      case Value.UnknownValue(Type type, Refinement refinement) -> type.equals(Type.DYNAMIC);
      default -> false;
    };
  }

  private static Value typed(Type element, Value value) {
    if (!isUntyped(value)) {
      return value;
    }
    return (value.isNull() ? Value.nullOf(element) : Value.unknown(element)).marked(value.marks());
  }

  /** Unknown of a type, with what is known of it; known where only one value is left. */
  public static Value unknown(Type type, Refinement refinement) {
    return refinement.toValue(type);
  }

  /** A value of which more is known now; marks stay. Known values stay as they are. */
  public static Value refine(Value value, Refinement more) {
    if (value.unmarked() instanceof Value.UnknownValue(Type type, Refinement refinement)) {
      return refinement.and(more).toValue(type).marked(value.marks());
    }
    return value;
  }

  /** A value that is certainly not null. */
  public static Value refineNotNull(Value value) {
    return refine(value, Refinement.NOT_NULL);
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

  /** The direct parts of a value, in order; none of a marked, null or unknown one. */
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

  /** Marks and where they were. */
  public record PathMarks(ValuePath path, Marks marks) {}

  /**
   * A value without marks at any depth.
   *
   * @param marks where marks were, the outer before the inner
   */
  public record Unmarked(Value value, List<PathMarks> marks) {
    public Unmarked {
      marks = List.copyOf(marks);
    }
  }

  /** Takes all marks off, remembering where they were. */
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

  /** Puts marks on the parts at paths; paths that lead nowhere are left out. */
  public static Value remark(Value value, List<PathMarks> marks) {
    Value result = value;
    for (PathMarks each : marks) {
      result = ValueWalk.mark(result, each.path().steps(), 0, each.marks());
    }
    return result;
  }

  /** Looks at a value and its parts. */
  @FunctionalInterface
  public interface Visitor {
    /** Looks at a part; gives whether its own parts are visited too. */
    boolean visit(ValuePath path, Value part);
  }

  /** Makes another value of a part. */
  @FunctionalInterface
  public interface Transformer {
    /** Gives what takes the place of a part whose own parts are transformed already. */
    Value transform(ValuePath path, Value part);
  }

  /** Visits a value and its parts, the whole before its parts, in order. */
  public static void walk(Value value, Visitor visitor) {
    ValueWalk.walk(value, visitor);
  }

  /** Transforms the parts of a value, then the value; marks stay and are not seen. */
  public static Value transform(Value value, Transformer transformer) {
    return ValueWalk.transform(ValuePath.ROOT, value, transformer);
  }

  /** The part at a path; empty if the path leads nowhere. Marks on the way are on the result. */
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
   * The number of elements of a collection, tuple or object, unknown where it is; of other values
   * empty. A set with unknown elements has no known length: they may turn out to be the same.
   */
  public static Optional<Value> length(Value value) {
    return Lengths.number(value);
  }

  /** The attribute of a known object; empty if it has none of the name or is no object. */
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
   * The element of a known list, tuple or map; empty if there is none at the key, or the value has
   * no elements by key. Marks of the collection and of the key are on the element.
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
