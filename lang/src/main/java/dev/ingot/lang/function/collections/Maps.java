package dev.ingot.lang.function.collections;

import static dev.ingot.lang.function.FunctionSpec.Allow.DYNAMIC;
import static dev.ingot.lang.function.FunctionSpec.Allow.MARKED;
import static dev.ingot.lang.function.FunctionSpec.Allow.NULL;
import static dev.ingot.lang.function.FunctionSpec.Allow.UNKNOWN;

import dev.ingot.lang.eval.Converted;
import dev.ingot.lang.eval.Unknowns;
import dev.ingot.lang.function.Arguments;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Types;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The functions of maps and objects. */
final class Maps {
  private static final Type STRINGS = new Type.ListType(Type.STRING);

  private Maps() {}

  static FunctionSpec keys() {
    return FunctionSpec.named("keys")
        .parameter("inputMap", Type.DYNAMIC, UNKNOWN, MARKED)
        .returns(Maps::keysType)
        .body(Maps::keysOf);
  }

  private static Type keysType(Arguments a) throws FunctionFailure {
    Type type = a.get(0).type();
    if (type instanceof Type.MapType) {
      return STRINGS;
    }
    if (type instanceof Type.ObjectType object) {
      return new Type.TupleType(Collections.nCopies(object.attributes().size(), Type.STRING));
    }
    throw new FunctionFailure(0, "must have map or object type");
  }

  private static Value keysOf(Arguments a, Type type) {
    Value value = a.get(0);
    if (value.type() instanceof Type.ObjectType object) {
      return new Value.TupleValue(texts(object.attributes().keySet())).marked(value.marks());
    }
    if (!value.isKnown()) {
      return CollectionFunctions.sameLength(value, type).marked(value.marks());
    }
    return new Value.ListValue(Type.STRING, texts(Arguments.entries(value).keySet()))
        .marked(value.marks());
  }

  private static List<Value> texts(Collection<String> names) {
    List<Value> texts = new ArrayList<>(names.size());
    names.forEach(name -> texts.add(new Value.StringValue(name)));
    return texts;
  }

  static FunctionSpec values() {
    return FunctionSpec.named("values")
        .parameter("mapping", Type.DYNAMIC, MARKED)
        .returns(Maps::valuesType)
        .body(
            (a, type) ->
                (type instanceof Type.ListType(Type element)
                        ? new Value.ListValue(element, a.elements(0))
                        : new Value.TupleValue(a.elements(0)))
                    .marked(a.get(0).marks()));
  }

  private static Type valuesType(Arguments a) throws FunctionFailure {
    Type type = a.get(0).type();
    if (type instanceof Type.MapType(Type element)) {
      return new Type.ListType(element);
    }
    if (type instanceof Type.ObjectType object) {
      return new Type.TupleType(List.copyOf(object.attributes().values()));
    }
    throw new FunctionFailure("values() requires a map as the first argument");
  }

  static FunctionSpec lookup() {
    return FunctionSpec.named("lookup")
        .parameter("inputMap", Type.DYNAMIC, MARKED)
        .parameter("key", Type.STRING, MARKED)
        .variadic("default", Type.DYNAMIC, NULL, UNKNOWN, DYNAMIC, MARKED)
        .nullable()
        .returns(Maps::lookupType)
        .body(Maps::lookedUp);
  }

  private static Type lookupType(Arguments a) throws FunctionFailure {
    if (a.size() > 3) {
      throw new FunctionFailure("lookup() takes two or three arguments, got " + a.size());
    }
    Type type = a.get(0).type();
    if (type instanceof Type.ObjectType object) {
      if (!a.get(1).isKnown()) {
        return Type.DYNAMIC;
      }
      Type found = object.attributes().get(a.text(1));
      if (found != null) {
        return found;
      }
      if (a.size() == 3) {
        return a.get(2).type();
      }
      throw new FunctionFailure(0, "the given object has no attribute " + shownKey(a.get(1)));
    }
    if (!(type instanceof Type.MapType(Type element))) {
      throw new FunctionFailure(0, "lookup() requires a map as the first argument");
    }
    if (a.size() == 3 && Converted.to(a.get(2), element).problem().isPresent()) {
      throw new FunctionFailure(2, "the default value must have the same type as the map elements");
    }
    return element;
  }

  private static String shownKey(Value key) {
    return key.marks().isEmpty() ? Quoting.quoted(Arguments.text(key)) : "(sensitive value)";
  }

  private static Value lookedUp(Arguments a, Type type) throws FunctionFailure {
    Marks marks = a.get(0).marks().with(a.get(1).marks());
    Optional<Value> found = Optional.ofNullable(Arguments.entries(a.get(0)).get(a.text(1)));
    if (found.isPresent()) {
      return found.get().marked(marks);
    }
    if (a.size() < 3) {
      throw new FunctionFailure("lookup failed to find key " + shownKey(a.get(1)));
    }
    return Converted.to(a.get(2), type).value().marked(marks);
  }

  static FunctionSpec merge() {
    return FunctionSpec.named("merge")
        .variadic("maps", Type.DYNAMIC, NULL, DYNAMIC, MARKED)
        .returns(Maps::mergeType)
        .body(Maps::merged);
  }

  private static Type mergeType(Arguments a) throws FunctionFailure {
    TreeMap<String, Type> attributes = new TreeMap<>(Value.KEY_ORDER);
    if (a.size() == 0) {
      return new Type.ObjectType(attributes);
    }
    Type first = a.get(0).type();
    boolean matching = true;
    boolean known = true;
    for (Value marked : a.all()) {
      Value value = marked.unmarked();
      Type type = value.type();
      if (type.equals(Type.DYNAMIC)) {
        return type;
      }
      if (type instanceof Type.ObjectType object) {
        if (!value.isNull()) {
          attributes.putAll(object.attributes());
        }
      } else if (type instanceof Type.MapType(Type element)) {
        Arguments.entries(value).keySet().forEach(name -> attributes.put(name, element));
        known &= value.isKnown();
      } else {
        throw new FunctionFailure(
            "arguments must be maps or objects, got " + Quoting.quoted(Types.name(type)));
      }
      matching &= type.equals(first);
    }
    if (matching) {
      return first;
    }
    return known ? new Type.ObjectType(attributes) : Type.DYNAMIC;
  }

  private static Value merged(Arguments a, Type type) throws FunctionFailure {
    TreeMap<String, Value> all = new TreeMap<>(Value.KEY_ORDER);
    Marks marks = Marks.NONE;
    for (Value value : a.all()) {
      marks = marks.with(value.marks());
      Type own = value.type();
      if (!(own instanceof Type.MapType)
          && !(own instanceof Type.ObjectType)
          && !own.equals(Type.DYNAMIC)) {
        throw new FunctionFailure(
            "arguments must be maps or objects, got " + Quoting.quoted(Types.name(own)));
      }
      all.putAll(Arguments.entries(value));
    }
    return (type instanceof Type.MapType(Type element)
            ? new Value.MapValue(element, all)
            : new Value.ObjectValue(all))
        .marked(marks);
  }

  static FunctionSpec zipMap() {
    return FunctionSpec.named("zipmap")
        .parameter("keys", STRINGS, MARKED)
        .parameter("values", Type.DYNAMIC, MARKED)
        .returns(Maps::zipMapType)
        .body(Maps::zipped);
  }

  private static Type zipMapType(Arguments a) throws FunctionFailure {
    Type type = a.get(1).type();
    if (type instanceof Type.ListType(Type element)) {
      return new Type.MapType(element);
    }
    if (!(type instanceof Type.TupleType(List<Type> elements))) {
      throw new FunctionFailure("values argument must be a list or tuple value");
    }
    Value keys = a.get(0);
    if (!Values.isWhollyKnown(keys)) {
      return Type.DYNAMIC;
    }
    List<Value> names = Arguments.elements(keys);
    requireSameCount(names.size(), elements.size());
    TreeMap<String, Type> attributes = new TreeMap<>(Value.KEY_ORDER);
    for (int i = 0; i < names.size(); i++) {
      attributes.put(key(names, i), elements.get(i));
    }
    return new Type.ObjectType(attributes);
  }

  private static String key(List<Value> names, int index) throws FunctionFailure {
    if (names.get(index).isNull()) {
      throw new FunctionFailure("keys list has null value at index " + index);
    }
    return Arguments.text(names.get(index));
  }

  private static void requireSameCount(int keys, int values) throws FunctionFailure {
    if (keys != values) {
      throw new FunctionFailure(
          "number of keys (" + keys + ") does not match number of values (" + values + ")");
    }
  }

  private static Value zipped(Arguments a, Type type) throws FunctionFailure {
    List<Value> names = a.elements(0);
    List<Value> values = a.elements(1);
    if (!Values.isWhollyKnown(a.get(0))) {
      return Unknowns.notNull(type).marked(a.get(0).marks().with(a.get(1).marks()));
    }
    requireSameCount(names.size(), values.size());
    Marks marks = Values.deepMarks(a.get(0)).with(a.get(1).marks());
    TreeMap<String, Value> result = new TreeMap<>(Value.KEY_ORDER);
    for (int i = 0; i < names.size(); i++) {
      result.put(key(names, i), values.get(i));
    }
    Map<String, Value> entries = result;
    return (type instanceof Type.MapType(Type element)
            ? Values.map(element, entries)
            : Values.object(entries))
        .marked(marks);
  }
}
