package dev.ingot.deploy.mock;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeNames;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Fills in the computed attributes of an object that no provider makes. Given values are taken
 * where there are some; otherwise texts are random, numbers zero, conditions false and collections
 * empty. Rules: the recorded behaviour of Terraform 1.11.
 */
final class GeneratedValues {
  private static final String CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 8;

  private final MockedObject object;
  private final long seed;
  private final List<Misfit> misfits = new ArrayList<>();

  /** A given value that an attribute can't have. */
  record Misfit(ValuePath path, Type type, String problem) {}

  /** What is filled in. */
  enum Gap {
    /** What the configuration leaves to the provider. */
    NULL,
    /** What planning left open. */
    UNKNOWN
  }

  /** The attributes of one object while it is filled in. */
  private record Given(Optional<SortedMap<String, Value>> values) {
    Optional<Value> find(String name) {
      return values.map(found -> found.get(name));
    }
  }

  GeneratedValues(MockedObject object, long seed) {
    this.object = object;
    this.seed = seed;
  }

  /** Given values that don't fit, found so far. */
  List<Misfit> misfits() {
    return misfits;
  }

  /** An object with its gaps filled by values. */
  Value filled(Schema schema, Value from, Gap gap) {
    return block(
        schema,
        from,
        given(Optional.of(object.values())),
        gap,
        ValuePath.ROOT,
        (attribute, at) -> known(attribute, at));
  }

  /** An object with its gaps filled by unknown values. */
  static Value unknown(Schema schema, Value from, MockedObject object) {
    return new GeneratedValues(object, 0)
        .block(
            schema,
            from,
            new Given(Optional.empty()),
            Gap.NULL,
            ValuePath.ROOT,
            (attribute, at) -> Value.unknown(attribute.attribute().type()));
  }

  /** An object that was imported: what is given of it, also of what isn't computed. */
  Value imported(Schema schema) {
    TreeMap<String, Value> filled = new TreeMap<>(Value.KEY_ORDER);
    filled.putAll(Values.entries(schema.emptyValue()).orElseThrow());
    Given given = given(Optional.of(object.values()));
    schema
        .attributes()
        .forEach(
            (name, attribute) -> {
              if (attribute.computed() || given.find(name).isPresent()) {
                filled.put(
                    name,
                    known(new Wanted(attribute, given.find(name)), ValuePath.ROOT.attribute(name)));
              }
            });
    return Values.object(filled);
  }

  private record Wanted(Attribute attribute, Optional<Value> given) {}

  private static Given given(Optional<Value> value) {
    return new Given(value.flatMap(Values::entries));
  }

  private Value block(
      Schema schema,
      Value from,
      Given given,
      Gap gap,
      ValuePath path,
      BiFunction<Wanted, ValuePath, Value> fill) {
    Optional<SortedMap<String, Value>> entries = Values.entries(from);
    if (entries.isEmpty()) {
      return from;
    }
    TreeMap<String, Value> filled = new TreeMap<>(entries.get());
    attributes(schema.attributes(), filled, given, gap, path, fill);
    for (Map.Entry<String, NestedBlock> each : schema.blocks().entrySet()) {
      Value inner = filled.get(each.getKey());
      if (inner == null) {
        continue;
      }
      Given within = given(given.find(each.getKey()));
      ValuePath at = path.attribute(each.getKey());
      Schema body = each.getValue().schema();
      filled.put(
          each.getKey(),
          elements(
              each.getValue().nesting(),
              inner,
              at,
              (element, place) -> block(body, element, within, gap, place, fill)));
    }
    return Values.object(filled);
  }

  private void attributes(
      Map<String, Attribute> attributes,
      Map<String, Value> filled,
      Given given,
      Gap gap,
      ValuePath path,
      BiFunction<Wanted, ValuePath, Value> fill) {
    attributes.forEach(
        (name, attribute) -> {
          Value value = filled.get(name);
          if (value == null) {
            return;
          }
          boolean open =
              switch (gap) {
                case NULL -> value.isNull();
                case UNKNOWN -> !value.isKnown();
              };
          ValuePath at = path.attribute(name);
          if (open && attribute.computed() && !attribute.writeOnly()) {
            filled.put(name, fill.apply(new Wanted(attribute, given.find(name)), at));
          } else if (attribute.nested().isPresent() && value.isKnown() && !value.isNull()) {
            Attribute.Nested nested = attribute.nested().get();
            Given within = given(given.find(name));
            filled.put(
                name,
                elements(
                    nested.nesting(),
                    value,
                    at,
                    (element, place) -> {
                      Optional<SortedMap<String, Value>> entries = Values.entries(element);
                      if (entries.isEmpty()) {
                        return element;
                      }
                      TreeMap<String, Value> inner = new TreeMap<>(entries.get());
                      attributes(nested.attributes(), inner, within, gap, place, fill);
                      return Values.object(inner);
                    }));
          }
        });
  }

  private static Value elements(
      Nesting nesting, Value value, ValuePath path, BiFunction<Value, ValuePath, Value> each) {
    if (!value.isKnown() || value.isNull()) {
      return value;
    }
    return switch (value) {
      case Value.ObjectValue _ when nesting == Nesting.SINGLE || nesting == Nesting.GROUP ->
          each.apply(value, path);
      case Value.ListValue(Type element, List<Value> elements) ->
          Values.list(element, all(elements, path, each));
      case Value.SetValue(Type element, List<Value> elements) ->
          Values.set(element, all(elements, path, each));
      case Value.TupleValue(List<Value> elements) -> Values.tuple(all(elements, path, each));
      case Value.MapValue(Type element, SortedMap<String, Value> entries) ->
          Values.map(element, all(entries, path, each));
      case Value.ObjectValue(SortedMap<String, Value> entries) ->
          Values.object(all(entries, path, each));
      case Value.StringValue _,
          Value.NumberValue _,
          Value.BoolValue _,
          Value.NullValue _,
          Value.UnknownValue _,
          Value.MarkedValue _ ->
          value;
    };
  }

  private static List<Value> all(
      List<Value> elements, ValuePath path, BiFunction<Value, ValuePath, Value> each) {
    List<Value> filled = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      filled.add(each.apply(elements.get(i), path.index(i)));
    }
    return filled;
  }

  private static Map<String, Value> all(
      Map<String, Value> entries, ValuePath path, BiFunction<Value, ValuePath, Value> each) {
    TreeMap<String, Value> filled = new TreeMap<>(Value.KEY_ORDER);
    entries.forEach((key, value) -> filled.put(key, each.apply(value, path.attribute(key))));
    return filled;
  }

  private Value known(Wanted wanted, ValuePath at) {
    Attribute attribute = wanted.attribute();
    if (wanted.given().isEmpty()) {
      return generated(attribute, at);
    }
    Value given = wanted.given().get();
    if (attribute.nested().isPresent() && !given.isNull()) {
      return nested(attribute, attribute.nested().get(), given, at);
    }
    Conversion.Result converted = Conversion.convert(given, attribute.type());
    if (converted.problem().isPresent()) {
      misfits.add(new Misfit(at, attribute.type(), converted.problem().get().message()));
      return Value.unknown(attribute.type());
    }
    return converted.value();
  }

  /** An object is given for attributes with nested ones, and stands for each element. */
  private Value nested(Attribute attribute, Attribute.Nested nested, Value given, ValuePath at) {
    if (!(given instanceof Value.ObjectValue(SortedMap<String, Value> entries))) {
      misfits.add(
          new Misfit(
              at,
              attribute.type(),
              "incompatible types; expected object type, found "
                  + TypeNames.friendly(given.type())));
      return Value.unknown(attribute.type());
    }
    return switch (nested.nesting()) {
      case SINGLE, GROUP -> object(nested, Optional.of(entries), at);
      case LIST, SET, MAP -> generated(attribute, at);
    };
  }

  private Value object(
      Attribute.Nested nested, Optional<SortedMap<String, Value>> given, ValuePath at) {
    TreeMap<String, Value> filled = new TreeMap<>(Value.KEY_ORDER);
    nested
        .attributes()
        .forEach(
            (name, inner) ->
                filled.put(
                    name,
                    known(
                        new Wanted(inner, given.map(values -> values.get(name))),
                        at.attribute(name))));
    return Values.object(filled);
  }

  private Value generated(Attribute attribute, ValuePath at) {
    return attribute.nested().isPresent()
            && (attribute.nested().get().nesting() == Nesting.SINGLE
                || attribute.nested().get().nesting() == Nesting.GROUP)
        ? object(attribute.nested().get(), Optional.empty(), at)
        : generated(attribute.type(), at);
  }

  private Value generated(Type type, ValuePath at) {
    return switch (type) {
      case Type.Primitive primitive ->
          switch (primitive) {
            case STRING -> Value.of(text(at));
            case NUMBER -> Values.number(BigFloat.ZERO);
            case BOOL -> Values.FALSE;
          };
      case Type.ListType(Type element) -> Values.list(element, List.of());
      case Type.SetType(Type element) -> Values.set(element, List.of());
      case Type.MapType(Type element) -> Values.map(element, Map.of());
      case Type.TupleType(List<Type> elements) -> {
        List<Value> made = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
          made.add(generated(elements.get(i), at.index(i)));
        }
        yield Values.tuple(made);
      }
      case Type.ObjectType object -> {
        TreeMap<String, Value> made = new TreeMap<>(Value.KEY_ORDER);
        object
            .attributes()
            .forEach((name, inner) -> made.put(name, generated(inner, at.attribute(name))));
        yield Values.object(made);
      }
      case Type.Dynamic _ -> Values.NULL;
    };
  }

  private String text(ValuePath at) {
    SplittableRandom random = new SplittableRandom(seed * 31 + at.toString().hashCode());
    StringBuilder text = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    return text.toString();
  }
}
