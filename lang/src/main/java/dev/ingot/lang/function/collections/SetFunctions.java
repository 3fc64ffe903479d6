package dev.ingot.lang.function.collections;

import static dev.ingot.lang.function.FunctionSpec.Allow.MARKED;

import dev.ingot.lang.eval.Converted;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.eval.Unknowns;
import dev.ingot.lang.function.Arguments;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.function.Limits;
import dev.ingot.lang.value.Lengths;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Unification;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The functions of sets. */
public final class SetFunctions {
  private static final Type ANY_SET = new Type.SetType(Type.DYNAMIC);

  private SetFunctions() {}

  /** Combines the elements so far with those of the next set. */
  private interface Operation {
    List<Value> of(List<Value> left, List<Value> right);
  }

  /** The function of a name. */
  public static Scope.Function named(String name) {
    return switch (name) {
      case "setintersection" ->
          several(name, (a, type) -> operate(a, type, SetFunctions::intersection));
      case "setproduct" -> product();
      case "setsubtract" ->
          FunctionSpec.named(name)
              .parameter("a", ANY_SET)
              .parameter("b", ANY_SET)
              .returns(SetFunctions::commonType)
              .body((a, type) -> operate(a, type, SetFunctions::difference));
      case "setunion" -> several(name, SetFunctions::union);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static FunctionSpec several(String name, FunctionSpec.Body body) {
    return FunctionSpec.named(name)
        .parameter("first_set", ANY_SET)
        .variadic("other_sets", ANY_SET)
        .returns(SetFunctions::commonType)
        .body(body);
  }

  private static Type commonType(Arguments a) throws FunctionFailure {
    List<Type> elements = new ArrayList<>();
    for (Value set : a.all()) {
      // An untyped empty set takes any type; an unknown one will determine the type, too.
      if (set.type() instanceof Type.SetType(Type element)
          && !(element.equals(Type.DYNAMIC) && set.isKnown())) {
        elements.add(element);
      }
    }
    return new Type.SetType(
        elements.isEmpty()
            ? Type.DYNAMIC
            : Unification.unify(elements)
                .orElseThrow(
                    () ->
                        new FunctionFailure("given sets must all have compatible element types")));
  }

  /** The remaining elements are known only if all are known; never more than in the first set. */
  private static Value operate(Arguments a, Type type, Operation operation) {
    if (!a.all().stream().allMatch(Values::isWhollyKnown)) {
      return Unknowns.collection(type, 0, Lengths.most(a.get(0)));
    }
    List<Value> result = Arguments.elements(Converted.to(a.get(0), type).value());
    for (Value next : a.from(1)) {
      result = operation.of(result, Arguments.elements(Converted.to(next, type).value()));
    }
    return Values.set(type instanceof Type.SetType(Type element) ? element : type, result);
  }

  private static List<Value> intersection(List<Value> left, List<Value> right) {
    Set<Value> wanted = new HashSet<>(right);
    return left.stream().filter(wanted::contains).toList();
  }

  private static List<Value> difference(List<Value> left, List<Value> right) {
    Set<Value> unwanted = new HashSet<>(right);
    return left.stream().filter(value -> !unwanted.contains(value)).toList();
  }

  /** An element of one of the sets is in their union, whatever else is unknown. */
  private static Value union(Arguments a, Type type) {
    List<Value> all = new ArrayList<>();
    for (Value set : a.all()) {
      all.addAll(Arguments.elements(Converted.to(set, type).value()));
    }
    return Values.set(type instanceof Type.SetType(Type element) ? element : type, all);
  }

  private static FunctionSpec product() {
    return FunctionSpec.named("setproduct")
        .variadic("sets", Type.DYNAMIC, MARKED)
        .returns(SetFunctions::productType)
        .body(SetFunctions::product);
  }

  private static Type productType(Arguments a) throws FunctionFailure {
    if (a.size() < 2) {
      throw new FunctionFailure("at least two arguments are required");
    }
    List<Type> elements = new ArrayList<>();
    boolean set = false;
    for (int i = 0; i < a.size(); i++) {
      Type type = a.get(i).type();
      set |= type instanceof Type.SetType;
      elements.add(elementType(type, i));
    }
    Type tuple = new Type.TupleType(elements);
    return set ? new Type.SetType(tuple) : new Type.ListType(tuple);
  }

  private static Type elementType(Type type, int argument) throws FunctionFailure {
    return switch (type) {
      case Type.SetType(Type element) -> element;
      case Type.ListType(Type element) -> element;
      case Type.TupleType(List<Type> elements) ->
          elements.isEmpty()
              ? Type.DYNAMIC
              : Unification.unify(elements)
                  .orElseThrow(
                      () -> new FunctionFailure(argument, "all elements must be of the same type"));
      case Type.MapType ignored -> throw notASet(argument);
      case Type.ObjectType ignored -> throw notASet(argument);
      case Type.Primitive ignored -> throw notASet(argument);
      case Type.Dynamic ignored -> throw notASet(argument);
    };
  }

  private static FunctionFailure notASet(int argument) {
    return new FunctionFailure(argument, "a set or a list is required");
  }

  private static Value product(Arguments a, Type type) throws FunctionFailure {
    boolean set = type instanceof Type.SetType;
    Type element =
        type instanceof Type.SetType(Type inSet)
            ? inSet
            : type instanceof Type.ListType(Type inList) ? inList : Type.DYNAMIC;
    Marks marks = Marks.NONE;
    boolean known = true;
    long count = 1;
    List<List<Value>> columns = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      Value value = a.get(i);
      marks = marks.with(value.marks());
      known &= Lengths.of(value).isPresent();
      List<Value> column = new ArrayList<>();
      Type wanted = elementType(value.type(), i);
      for (Value each : Arguments.elements(value)) {
        column.add(Converted.to(each, wanted).value());
      }
      columns.add(column);
      count = Math.multiplyExact(count, (long) column.size());
      Limits.requireElements(count);
    }
    if (!known) {
      return Unknowns.notNull(type).marked(marks);
    }
    List<Value> rows = new ArrayList<>((int) count);
    if (count > 0) {
      combine(columns, rows);
    }
    return (set ? Values.set(element, rows) : new Value.ListValue(element, rows)).marked(marks);
  }

  private static void combine(List<List<Value>> columns, List<Value> rows) {
    int[] at = new int[columns.size()];
    while (true) {
      List<Value> row = new ArrayList<>(at.length);
      for (int i = 0; i < at.length; i++) {
        row.add(columns.get(i).get(at[i]));
      }
      rows.add(new Value.TupleValue(row));
      int last = at.length - 1;
      while (last >= 0 && ++at[last] == columns.get(last).size()) {
        at[last--] = 0;
      }
      if (last < 0) {
        return;
      }
    }
  }
}
