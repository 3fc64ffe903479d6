package dev.ingot.lang.function.collections;

import static dev.ingot.lang.function.FunctionSpec.Allow.DYNAMIC;
import static dev.ingot.lang.function.FunctionSpec.Allow.MARKED;
import static dev.ingot.lang.function.FunctionSpec.Allow.UNKNOWN;

import dev.ingot.lang.eval.Converted;
import dev.ingot.lang.eval.Unknowns;
import dev.ingot.lang.function.Arguments;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.function.Limits;
import dev.ingot.lang.value.Lengths;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Types;
import dev.ingot.lang.value.Unification;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;

/** The functions of lists and tuples that select or join elements. */
final class Sequences {
  private Sequences() {}

  static FunctionSpec concat() {
    return FunctionSpec.named("concat")
        .variadic("seqs", Type.DYNAMIC, MARKED)
        .returns(Sequences::concatType)
        .body(Sequences::concatenated);
  }

  private static Type concatType(Arguments a) throws FunctionFailure {
    if (a.size() == 0) {
      throw new FunctionFailure("at least one argument is required");
    }
    List<Type> elements = new ArrayList<>();
    boolean lists = true;
    for (int i = 0; i < a.size(); i++) {
      Type type = a.get(i).type();
      if (type instanceof Type.ListType(Type element)) {
        elements.add(element);
      } else if (type instanceof Type.TupleType) {
        lists = false;
      } else {
        throw new FunctionFailure(
            i, "all arguments must be lists or tuples; got " + Types.name(type));
      }
    }
    if (lists) {
      return Unification.unify(elements).<Type>map(Type.ListType::new).orElse(Type.DYNAMIC);
    }
    List<Type> types = new ArrayList<>();
    for (Value value : a.all()) {
      switch (value.type()) {
        case Type.TupleType tuple -> types.addAll(tuple.elements());
        case Type.ListType(Type element) -> {
          if (!value.isKnown()) {
            return Type.DYNAMIC;
          }
          Arguments.elements(value).forEach(ignored -> types.add(element));
        }
        case Type.SetType ignored -> {}
        case Type.MapType ignored -> {}
        case Type.ObjectType ignored -> {}
        case Type.Primitive ignored -> {}
        case Type.Dynamic ignored -> {}
      }
    }
    return new Type.TupleType(types);
  }

  private static Value concatenated(Arguments a, Type type) throws FunctionFailure {
    List<Value> all = new ArrayList<>();
    Marks marks = Marks.NONE;
    for (Value value : a.all()) {
      marks = marks.with(value.marks());
      Value typed = type instanceof Type.ListType ? Converted.to(value, type).value() : value;
      all.addAll(Arguments.elements(typed));
      Limits.requireElements(all.size());
    }
    return (type instanceof Type.ListType(Type element)
            ? Values.list(element, all)
            : new Value.TupleValue(all))
        .marked(marks);
  }

  static FunctionSpec element() {
    return FunctionSpec.named("element")
        .parameter("list", Type.DYNAMIC, MARKED)
        .parameter("index", Type.NUMBER)
        .nullable()
        .returns(Sequences::elementType)
        .body(Sequences::elementAt);
  }

  private static Type elementType(Arguments a) throws FunctionFailure {
    Type type = a.get(0).type();
    if (type instanceof Type.ListType(Type element)) {
      return element;
    }
    if (type instanceof Type.TupleType(List<Type> elements)) {
      return a.get(1).isKnown() ? elements.get(position(a, elements.size())) : Type.DYNAMIC;
    }
    throw new FunctionFailure("cannot read elements from " + Types.name(type));
  }

  private static int position(Arguments a, int size) throws FunctionFailure {
    long index = Arguments.whole(a.number(1), "invalid index: ");
    if (size == 0) {
      throw new FunctionFailure("cannot use element function with an empty list");
    }
    if (index < 0) {
      throw new FunctionFailure("cannot use element function with a negative index");
    }
    return (int) (index % size);
  }

  private static Value elementAt(Arguments a, Type type) throws FunctionFailure {
    List<Value> elements = a.elements(0);
    return elements.get(position(a, elements.size())).marked(a.get(0).marks());
  }

  static FunctionSpec flatten() {
    return FunctionSpec.named("flatten")
        .parameter("list", Type.DYNAMIC, UNKNOWN, DYNAMIC, MARKED)
        .returns(Type.DYNAMIC)
        .body((a, type) -> flattened(a.get(0)));
  }

  private static boolean isSequence(Type type) {
    return type instanceof Type.ListType
        || type instanceof Type.SetType
        || type instanceof Type.TupleType;
  }

  private static Value flattened(Value value) throws FunctionFailure {
    Type type = value.type();
    if (!isSequence(type) && Values.isWhollyKnown(value)) {
      throw new FunctionFailure("can only flatten lists, sets and tuples");
    }
    if (!isSequence(type)) {
      return Values.DYNAMIC_UNKNOWN.marked(Values.deepMarks(value));
    }
    Flattening flattening = new Flattening();
    flattening.add(value, 0);
    return (flattening.known ? new Value.TupleValue(flattening.flat) : Values.DYNAMIC_UNKNOWN)
        .marked(flattening.marks);
  }

  private static final class Flattening {
    private final List<Value> flat = new ArrayList<>();
    private Marks marks = Marks.NONE;
    private boolean known = true;

    void add(Value value, int depth) throws FunctionFailure {
      if (depth > Limits.DEPTH) {
        throw new FunctionFailure("the value is nested more than " + Limits.DEPTH + " levels deep");
      }
      marks = marks.with(value.marks());
      if (!value.isKnown() || Lengths.of(value).isEmpty()) {
        known = false;
        return;
      }
      for (Value element : Arguments.elements(value)) {
        Type type =
            element.unmarked() instanceof Value.UnknownValue unknown ? unknown.type() : Type.BOOL;
        Value plain = element.unmarked();
        boolean sequence =
            plain instanceof Value.ListValue
                || plain instanceof Value.SetValue
                || plain instanceof Value.TupleValue
                || isSequence(type)
                || type.equals(Type.DYNAMIC);
        if (sequence) {
          add(element, depth + 1);
        } else {
          flat.add(element);
        }
      }
    }
  }

  static FunctionSpec reverse() {
    return FunctionSpec.named("reverse")
        .parameter("list", Type.DYNAMIC, MARKED)
        .returns(Sequences::reverseType)
        .body(
            (a, type) -> {
              Value given = a.get(0);
              if (Lengths.of(given).isEmpty()) {
                return CollectionFunctions.sameLength(given, type).marked(given.marks());
              }
              List<Value> reversed = a.elements(0).reversed();
              return (type instanceof Type.ListType(Type element)
                      ? new Value.ListValue(element, reversed)
                      : new Value.TupleValue(reversed))
                  .marked(a.get(0).marks());
            });
  }

  private static Type reverseType(Arguments a) throws FunctionFailure {
    Type type = a.get(0).type();
    if (type instanceof Type.TupleType(List<Type> elements)) {
      return new Type.TupleType(elements.reversed());
    }
    if (type instanceof Type.ListType) {
      return type;
    }
    if (type instanceof Type.SetType(Type element)) {
      return new Type.ListType(element);
    }
    throw new FunctionFailure(0, "can only reverse list or tuple values, not " + Types.name(type));
  }

  static FunctionSpec slice() {
    return FunctionSpec.named("slice")
        .parameter("list", Type.DYNAMIC, MARKED)
        .parameter("start_index", Type.NUMBER)
        .parameter("end_index", Type.NUMBER)
        .returns(Sequences::sliceType)
        .body(Sequences::sliced);
  }

  private static Type sliceType(Arguments a) throws FunctionFailure {
    Type type = a.get(0).type();
    if (type instanceof Type.ListType) {
      return type;
    }
    if (type instanceof Type.SetType) {
      throw new FunctionFailure(
          0,
          "cannot slice a set, because its elements do not have indices; explicitly convert to a"
              + " list if the ordering of the result is not important");
    }
    if (!(type instanceof Type.TupleType(List<Type> elements))) {
      throw new FunctionFailure(0, "must be a list or tuple value");
    }
    if (!a.get(1).isKnown() || !a.get(2).isKnown()) {
      return Type.DYNAMIC;
    }
    int[] bounds = bounds(a, elements.size());
    return new Type.TupleType(elements.subList(bounds[0], bounds[1]));
  }

  private static int[] bounds(Arguments a, int size) throws FunctionFailure {
    long start = bound(a, 1, "start", size);
    long end = bound(a, 2, "end", size);
    if (start > end) {
      throw new FunctionFailure(1, "start index must not be greater than end index");
    }
    return new int[] {(int) start, (int) end};
  }

  private static long bound(Arguments a, int argument, String name, int size)
      throws FunctionFailure {
    long index = Arguments.whole(a.number(argument), "invalid " + name + " index: ");
    if (index < 0) {
      throw new FunctionFailure(argument, name + " index must not be less than zero");
    }
    if (index > size) {
      throw new FunctionFailure(
          argument, name + " index must not be greater than the length of the list");
    }
    return index;
  }

  private static Value sliced(Arguments a, Type type) throws FunctionFailure {
    List<Value> elements = a.elements(0);
    int[] bounds = bounds(a, elements.size());
    List<Value> part = elements.subList(bounds[0], bounds[1]);
    return (type instanceof Type.ListType(Type element)
            ? new Value.ListValue(element, part)
            : type instanceof Type.TupleType ? new Value.TupleValue(part) : Unknowns.notNull(type))
        .marked(a.get(0).marks());
  }
}
