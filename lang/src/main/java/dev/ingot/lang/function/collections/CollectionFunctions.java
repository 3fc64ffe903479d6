package dev.ingot.lang.function.collections;

import static dev.ingot.lang.function.FunctionSpec.Allow.DYNAMIC;
import static dev.ingot.lang.function.FunctionSpec.Allow.MARKED;
import static dev.ingot.lang.function.FunctionSpec.Allow.NULL;
import static dev.ingot.lang.function.FunctionSpec.Allow.UNKNOWN;

import dev.ingot.lang.eval.Converted;
import dev.ingot.lang.eval.Graphemes;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.eval.Unknowns;
import dev.ingot.lang.function.Arguments;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Lengths;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Refinement;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Types;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The functions of collections and structures, except those in the neighbouring classes. */
public final class CollectionFunctions {
  static final Type ANY_LIST = new Type.ListType(Type.DYNAMIC);
  private static final Type STRINGS = new Type.ListType(Type.STRING);
  private static final int MOST_IN_RANGE = 1024;

  private CollectionFunctions() {}

  /** The function of a name. */
  public static Scope.Function named(String name) {
    return switch (name) {
      case "alltrue" -> truths(name, false);
      case "anytrue" -> truths(name, true);
      case "chunklist" ->
          FunctionSpec.named(name)
              .parameter("list", ANY_LIST, MARKED)
              .parameter("size", Type.NUMBER, MARKED)
              .returns(a -> new Type.ListType(a.get(0).type()))
              .body(CollectionFunctions::chunkList);
      case "coalesce" -> Choices.coalesce();
      case "coalescelist" -> Choices.coalesceList();
      case "compact" ->
          FunctionSpec.named(name)
              .parameter("list", STRINGS)
              .returns(STRINGS)
              .body((a, type) -> compact(a.get(0)));
      case "concat" -> Sequences.concat();
      case "contains" -> Searches.contains();
      case "distinct" ->
          FunctionSpec.named(name)
              .parameter("list", ANY_LIST)
              .returns(a -> a.get(0).type())
              .body((a, type) -> distinct(a.get(0), type));
      case "element" -> Sequences.element();
      case "flatten" -> Sequences.flatten();
      case "index" -> Searches.index();
      case "keys" -> Maps.keys();
      case "length" ->
          FunctionSpec.named(name)
              .parameter("value", Type.DYNAMIC, UNKNOWN, DYNAMIC, MARKED)
              .returns(CollectionFunctions::lengthType)
              .body((a, type) -> length(a.get(0)));
      case "list" -> removed(name, "tolist([ ... ])");
      case "lookup" -> Maps.lookup();
      case "map" -> removed(name, "tomap({ ... })");
      case "matchkeys" -> Searches.matchKeys();
      case "merge" -> Maps.merge();
      case "one" -> Choices.one();
      case "range" ->
          FunctionSpec.named(name)
              .variadic("params", Type.NUMBER)
              .returns(new Type.ListType(Type.NUMBER))
              .body((a, type) -> range(a));
      case "reverse" -> Sequences.reverse();
      case "slice" -> Sequences.slice();
      case "sort" ->
          FunctionSpec.named(name)
              .parameter("list", STRINGS)
              .returns(STRINGS)
              .whenUnknown(a -> sameLength(a.get(0), STRINGS))
              .body((a, type) -> sort(a.get(0)));
      case "sum" ->
          FunctionSpec.named(name)
              .parameter("list", Type.DYNAMIC)
              .returns(Type.NUMBER)
              .body((a, type) -> sum(a.get(0)));
      case "transpose" ->
          FunctionSpec.named(name)
              .parameter("values", new Type.MapType(STRINGS))
              .returns(new Type.MapType(STRINGS))
              .body((a, type) -> transpose(a.get(0)));
      case "values" -> Maps.values();
      case "zipmap" -> Maps.zipMap();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** The refinement of an unknown list with as many elements as another value. */
  static Value sameLength(Value other, Type type) {
    return Unknowns.collection(type, Lengths.least(other), Lengths.most(other));
  }

  private static FunctionSpec removed(String name, String instead) {
    return FunctionSpec.named(name)
        .variadic("vals", Type.DYNAMIC, NULL, UNKNOWN, DYNAMIC)
        .returns(
            a -> {
              throw new FunctionFailure(
                  "the \""
                      + name
                      + "\" function was deprecated in Terraform v0.12 and is no longer available;"
                      + " use "
                      + instead
                      + " syntax to write a literal "
                      + name);
            })
        .body((a, type) -> Values.DYNAMIC_UNKNOWN);
  }

  private static FunctionSpec truths(String name, boolean sought) {
    return FunctionSpec.named(name)
        .parameter("list", new Type.ListType(Type.BOOL))
        .returns(Type.BOOL)
        .body(
            (a, type) -> {
              boolean unknown = false;
              for (Value element : a.elements(0)) {
                if (element instanceof Value.UnknownValue) {
                  unknown = true;
                } else if (Values.isTrue(element) == sought) {
                  return Value.of(sought);
                }
              }
              return unknown ? Unknowns.notNull(Type.BOOL) : Value.of(!sought);
            });
  }

  private static Value chunkList(Arguments a, Type type) throws FunctionFailure {
    Marks marks = a.get(0).marks().with(a.get(1).marks());
    long size = Arguments.whole(a.number(1), "invalid size: ");
    if (size < 0) {
      throw new FunctionFailure("the size argument must be positive");
    }
    List<Value> elements = a.elements(0);
    Type listType = a.get(0).type();
    Type elementType = Types.element(listType).orElse(Type.DYNAMIC);
    List<Value> chunks = new ArrayList<>();
    int step = (int) Math.min(size == 0 ? Integer.MAX_VALUE : size, Math.max(1, elements.size()));
    for (int i = 0; i < elements.size(); i += step) {
      chunks.add(
          new Value.ListValue(
              elementType, elements.subList(i, Math.min(elements.size(), i + step))));
    }
    return new Value.ListValue(listType, chunks).marked(marks);
  }

  private static Value compact(Value list) {
    if (!Values.isWhollyKnown(list)) {
      return Unknowns.notNull(STRINGS);
    }
    List<Value> kept = new ArrayList<>();
    for (Value element : Arguments.elements(list)) {
      if (element instanceof Value.StringValue(String text) && !text.isEmpty()) {
        kept.add(element);
      }
    }
    return new Value.ListValue(Type.STRING, kept);
  }

  private static Value distinct(Value list, Type type) {
    if (!Values.isWhollyKnown(list)) {
      return Unknowns.notNull(type);
    }
    return new Value.ListValue(
        Types.element(type).orElse(Type.DYNAMIC),
        new ArrayList<>(new LinkedHashSet<>(Arguments.elements(list))));
  }

  private static Type lengthType(Arguments a) throws FunctionFailure {
    Type type = a.get(0).type();
    if (type.equals(Type.NUMBER) || type.equals(Type.BOOL)) {
      throw new FunctionFailure(
          "argument must be a string, a collection type, or a structural type");
    }
    return Type.NUMBER;
  }

  private static Value length(Value value) {
    Marks marks = value.marks();
    Value plain = value.unmarked();
    if (plain instanceof Value.StringValue(String text)) {
      return Value.of((long) Graphemes.count(text)).marked(marks);
    }
    if (plain instanceof Value.UnknownValue(Type type, Refinement known)
        && type.equals(Type.STRING)) {
      return Unknowns.atLeast(Graphemes.count(known.prefix())).marked(marks);
    }
    Optional<Value> length = Values.length(plain);
    return length.orElse(Unknowns.notNull(Type.NUMBER)).marked(marks);
  }

  private static Value range(Arguments a) throws FunctionFailure {
    BigFloat start = BigFloat.ZERO;
    BigFloat end;
    BigFloat step;
    switch (a.size()) {
      case 1 -> end = a.number(0);
      case 2, 3 -> {
        start = a.number(0);
        end = a.number(1);
      }
      default -> throw new FunctionFailure("must have one, two, or three arguments");
    }
    if (a.size() == 3) {
      step = a.number(2);
    } else {
      step = end.compareTo(start) < 0 ? BigFloat.of(-1) : BigFloat.ONE;
    }
    boolean down = step.signum() < 0;
    if (down && end.compareTo(start) > 0) {
      throw new FunctionFailure(1, "end must be less than start when step is negative");
    }
    if (!down && end.compareTo(start) < 0) {
      throw new FunctionFailure(1, "end must be greater than start when step is positive");
    }
    List<Value> numbers = new ArrayList<>();
    BigFloat number = start;
    while (down ? number.compareTo(end) > 0 : number.compareTo(end) < 0) {
      if (numbers.size() >= MOST_IN_RANGE) {
        throw new FunctionFailure(
            "more than 1024 values were generated; either decrease the difference between start and"
                + " end or use a smaller step");
      }
      numbers.add(new Value.NumberValue(number));
      number = number.plus(step);
    }
    return new Value.ListValue(Type.NUMBER, numbers);
  }

  private static Value sort(Value list) throws FunctionFailure {
    if (!Values.isWhollyKnown(list)) {
      // The order of the elements isn't known, but their number is.
      return new Value.ListValue(
          Type.STRING,
          Collections.nCopies(Arguments.elements(list).size(), Unknowns.notNull(Type.STRING)));
    }
    List<String> texts = new ArrayList<>();
    for (Value element : Arguments.elements(list)) {
      if (element.isNull()) {
        throw new FunctionFailure(
            "given list element " + texts.size() + " is null; a null string cannot be sorted");
      }
      texts.add(Arguments.text(element));
    }
    texts.sort(Value.KEY_ORDER);
    return Values.strings(texts);
  }

  private static Value sum(Value value) throws FunctionFailure {
    List<Value> elements = Arguments.elements(value);
    Type type = value.type();
    if (Types.isPrimitive(type)) {
      throw new FunctionFailure(0, "cannot sum noniterable");
    }
    if (elements.isEmpty()) {
      throw new FunctionFailure(0, "cannot sum an empty list");
    }
    if (type instanceof Type.MapType || type instanceof Type.ObjectType) {
      throw new FunctionFailure(
          0, "argument must be list, set, or tuple. Received " + Types.name(type));
    }
    if (!Values.isWhollyKnown(value)) {
      return Unknowns.notNull(Type.NUMBER);
    }
    BigFloat sum = summand(elements.getFirst());
    for (Value element : elements.subList(1, elements.size())) {
      sum = sum.plus(summand(element));
    }
    return new Value.NumberValue(sum);
  }

  private static BigFloat summand(Value element) throws FunctionFailure {
    Converted number = Converted.to(element, Type.NUMBER);
    if (number.value() instanceof Value.NumberValue(BigFloat summand)) {
      return summand;
    }
    throw new FunctionFailure(0, "argument must be list, set, or tuple of number values");
  }

  private static Value transpose(Value map) throws FunctionFailure {
    if (!Values.isWhollyKnown(map)) {
      return Unknowns.notNull(map.type());
    }
    TreeMap<String, List<Value>> lists = new TreeMap<>(Value.KEY_ORDER);
    for (Map.Entry<String, Value> entry : Arguments.entries(map).entrySet()) {
      if (entry.getValue().isNull()) {
        throw new FunctionFailure(0, "the list of a key must not be null");
      }
      for (Value element : Arguments.elements(entry.getValue())) {
        if (element.isNull()) {
          throw new FunctionFailure(0, "an element of a list must not be null");
        }
        lists
            .computeIfAbsent(Arguments.text(element), ignored -> new ArrayList<>())
            .add(new Value.StringValue(entry.getKey()));
      }
    }
    TreeMap<String, Value> result = new TreeMap<>(Value.KEY_ORDER);
    lists.forEach((key, values) -> result.put(key, new Value.ListValue(Type.STRING, values)));
    return new Value.MapValue(STRINGS, result);
  }
}
