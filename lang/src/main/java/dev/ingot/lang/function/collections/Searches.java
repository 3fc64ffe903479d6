package dev.ingot.lang.function.collections;

import static dev.ingot.lang.function.FunctionSpec.Allow.DYNAMIC;
import static dev.ingot.lang.function.FunctionSpec.Allow.UNKNOWN;

import dev.ingot.lang.eval.Converted;
import dev.ingot.lang.eval.Unknowns;
import dev.ingot.lang.function.Arguments;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Types;
import dev.ingot.lang.value.Unification;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The functions that search for a value. */
final class Searches {
  private Searches() {}

  static FunctionSpec contains() {
    return FunctionSpec.named("contains")
        .parameter("list", Type.DYNAMIC)
        .parameter("value", Type.DYNAMIC, UNKNOWN, DYNAMIC)
        .returns(Type.BOOL)
        .body((a, type) -> contains(a.get(0), a.get(1)));
  }

  private static Value contains(Value list, Value wanted) throws FunctionFailure {
    if (!(list instanceof Value.ListValue)
        && !(list instanceof Value.TupleValue)
        && !(list instanceof Value.SetValue)) {
      throw new FunctionFailure("argument must be list, tuple, or set");
    }
    boolean unknown = false;
    for (Value element : Arguments.elements(list)) {
      Value equal = Values.equal(element, wanted);
      if (Values.isTrue(equal)) {
        return Values.TRUE;
      }
      unknown |= !equal.isKnown();
    }
    return unknown ? Unknowns.notNull(Type.BOOL) : Values.FALSE;
  }

  static FunctionSpec index() {
    return FunctionSpec.named("index")
        .parameter("list", Type.DYNAMIC)
        .parameter("value", Type.DYNAMIC)
        .returns(Type.NUMBER)
        .body((a, type) -> index(a.get(0), a.get(1)));
  }

  private static Value index(Value list, Value wanted) throws FunctionFailure {
    if (!(list instanceof Value.ListValue) && !(list instanceof Value.TupleValue)) {
      throw new FunctionFailure("argument must be a list or tuple");
    }
    List<Value> elements = Arguments.elements(list);
    if (elements.isEmpty()) {
      throw new FunctionFailure("cannot search an empty list");
    }
    for (int i = 0; i < elements.size(); i++) {
      Value equal = Values.equal(elements.get(i), wanted);
      if (!equal.isKnown()) {
        return Unknowns.notNull(Type.NUMBER);
      }
      if (Values.isTrue(equal)) {
        return Value.of((long) i);
      }
    }
    throw new FunctionFailure("item not found");
  }

  static FunctionSpec matchKeys() {
    return FunctionSpec.named("matchkeys")
        .parameter("values", CollectionFunctions.ANY_LIST)
        .parameter("keys", CollectionFunctions.ANY_LIST)
        .parameter("searchset", CollectionFunctions.ANY_LIST)
        .returns(
            a -> {
              keysType(a);
              return a.get(0).type();
            })
        .body(Searches::matching);
  }

  private static Type keysType(Arguments a) throws FunctionFailure {
    return Unification.unify(List.of(a.get(1).type(), a.get(2).type()))
        .orElseThrow(() -> new FunctionFailure("keys and searchset must be of the same type"));
  }

  private static Value matching(Arguments a, Type type) throws FunctionFailure {
    List<Value> values = a.elements(0);
    if (values.size() != a.elements(1).size()) {
      throw new FunctionFailure("length of keys and values should be equal");
    }
    Type element = Types.element(type).orElse(Type.DYNAMIC);
    if (a.elements(2).isEmpty()) {
      return new Value.ListValue(element, List.of());
    }
    if (!Values.isWhollyKnown(a.get(1)) || !Values.isWhollyKnown(a.get(2))) {
      return Unknowns.notNull(type);
    }
    Type keysType = keysType(a);
    List<Value> keys = Arguments.elements(Converted.to(a.get(1), keysType).value());
    Set<Value> wanted = new HashSet<>(Arguments.elements(Converted.to(a.get(2), keysType).value()));
    List<Value> found = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      if (wanted.contains(keys.get(i))) {
        found.add(values.get(i));
      }
    }
    return new Value.ListValue(element, found);
  }
}
