package dev.ingot.lang.function.collections;

import static dev.ingot.lang.function.FunctionSpec.Allow.DYNAMIC;
import static dev.ingot.lang.function.FunctionSpec.Allow.MARKED;
import static dev.ingot.lang.function.FunctionSpec.Allow.NULL;
import static dev.ingot.lang.function.FunctionSpec.Allow.UNKNOWN;

import dev.ingot.lang.eval.Converted;
import dev.ingot.lang.function.Arguments;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.value.Lengths;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Unification;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;

/** The functions that pick one of several values. */
final class Choices {
  private Choices() {}

  static FunctionSpec coalesce() {
    return FunctionSpec.named("coalesce")
        .variadic("vals", Type.DYNAMIC, NULL, UNKNOWN, DYNAMIC, MARKED)
        .returns(Choices::coalesceType)
        .body(Choices::coalesced);
  }

  private static Type coalesceType(Arguments a) throws FunctionFailure {
    List<Type> types = new ArrayList<>();
    for (Value value : a.all()) {
      Type type = value.type();
      if (!type.equals(Type.DYNAMIC)) {
        types.add(type);
      } else if (!value.isKnown()) {
        return Type.DYNAMIC;
      }
    }
    if (types.isEmpty() && a.size() > 0) {
      return Type.DYNAMIC;
    }
    return Unification.unify(types)
        .orElseThrow(() -> new FunctionFailure("all arguments must have the same type"));
  }

  private static Value coalesced(Arguments a, Type type) throws FunctionFailure {
    Marks marks = Marks.NONE;
    for (int i = 0; i < a.size(); i++) {
      Value given = a.get(i);
      marks = marks.with(given.marks());
      if (!given.isKnown()) {
        return Value.unknown(type).marked(marks);
      }
      Converted converted = Converted.to(given, type);
      if (converted.problem().isPresent()) {
        throw new FunctionFailure(i, converted.problem().get());
      }
      Value value = converted.value();
      if (value.isNull()
          || (value.unmarked() instanceof Value.StringValue(String text) && text.isEmpty())) {
        continue;
      }
      return value.marked(marks);
    }
    throw new FunctionFailure("no non-null, non-empty-string arguments");
  }

  static FunctionSpec coalesceList() {
    return FunctionSpec.named("coalescelist")
        .variadic("vals", Type.DYNAMIC, NULL, UNKNOWN, DYNAMIC, MARKED)
        .returns(Choices::coalesceListType)
        .body(Choices::coalescedList);
  }

  private static Type coalesceListType(Arguments a) throws FunctionFailure {
    if (a.size() == 0) {
      throw new FunctionFailure("at least one argument is required");
    }
    boolean mixed = false;
    for (Value value : a.all()) {
      if (!value.isKnown()) {
        return Type.DYNAMIC;
      }
      Type type = value.type();
      if (!(type instanceof Type.ListType) && !(type instanceof Type.TupleType)) {
        throw new FunctionFailure("coalescelist arguments must be lists or tuples");
      }
      mixed |= !type.equals(a.get(0).type());
    }
    return mixed ? Type.DYNAMIC : a.get(0).type();
  }

  private static Value coalescedList(Arguments a, Type type) throws FunctionFailure {
    Marks marks = Marks.NONE;
    for (Value value : a.all()) {
      marks = marks.with(value.marks());
      if (!value.isKnown()) {
        return Value.unknown(type).marked(marks);
      }
      if (!Arguments.elements(value).isEmpty()) {
        return value.marked(marks);
      }
    }
    throw new FunctionFailure("no non-null arguments");
  }

  static FunctionSpec one() {
    return FunctionSpec.named("one")
        .parameter("list", Type.DYNAMIC, UNKNOWN, DYNAMIC, MARKED)
        .nullable()
        .returns(Choices::oneType)
        .body(Choices::only);
  }

  private static FunctionFailure notOne() {
    return new FunctionFailure(
        0, "must be a list, set, or tuple value with either zero or one elements");
  }

  private static Type oneType(Arguments a) throws FunctionFailure {
    return switch (a.get(0).type()) {
      case Type.Dynamic any -> any;
      case Type.ListType(Type element) -> element;
      case Type.SetType(Type element) -> element;
      case Type.TupleType(List<Type> elements) -> {
        if (elements.size() > 1) {
          throw notOne();
        }
        yield elements.isEmpty() ? Type.DYNAMIC : elements.getFirst();
      }
      case Type.MapType ignored -> throw notOne();
      case Type.ObjectType ignored -> throw notOne();
      case Type.Primitive ignored -> throw notOne();
    };
  }

  private static Value only(Arguments a, Type type) throws FunctionFailure {
    Value value = a.get(0);
    Marks marks = value.marks();
    if (!value.isKnown()) {
      return (type.equals(Type.DYNAMIC) ? Values.DYNAMIC_UNKNOWN : Value.unknown(type))
          .marked(marks);
    }
    if (Lengths.least(value) > 1) {
      throw notOne();
    }
    List<Value> elements = Arguments.elements(value);
    if (elements.size() > 1) {
      return Value.unknown(type).marked(marks);
    }
    return (elements.isEmpty() ? Value.nullOf(type) : elements.getFirst()).marked(marks);
  }
}
