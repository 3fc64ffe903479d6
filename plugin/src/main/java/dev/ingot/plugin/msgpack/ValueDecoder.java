package dev.ingot.plugin.msgpack;

import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.NumberException;
import dev.ingot.lang.value.Refinement;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.lang.value.Types;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import tools.jackson.core.JacksonException;

/**
 * Reads values that plugins give. What doesn't fit the type is refused with its place. Rules:
 * go-cty's MessagePack form (docs and MIT sources).
 */
public final class ValueDecoder {
  private static final int REFINED = 12;
  private static final int LONGEST_REFINEMENT = 1024;

  private final PackReader in;

  private ValueDecoder(PackReader in) {
    this.in = in;
  }

  /**
   * The value of a type that some bytes are.
   *
   * @throws PackException if they are none
   */
  public static Value decode(byte[] bytes, Type type) throws PackException {
    ValueDecoder decoder = new ValueDecoder(new PackReader(bytes));
    Value value = decoder.value(type, ValuePath.ROOT, 0);
    if (!decoder.in.isAtEnd()) {
      throw new PackException("unexpected data after the value");
    }
    return value;
  }

  private static PackException at(ValuePath path, String what) {
    return new PackException(what).at(path);
  }

  private Value value(Type type, ValuePath path, int depth) throws PackException {
    if (depth > Values.MAX_DEPTH) {
      throw at(path, "it nests more than " + Values.MAX_DEPTH + " deep");
    }
    PackReader.Kind kind = in.peek();
    if (kind == PackReader.Kind.EXTENSION) {
      return unknown(type, path);
    }
    if (kind == PackReader.Kind.NIL) {
      in.nil();
      return Value.nullOf(type);
    }
    try {
      return switch (type) {
        case Type.Dynamic _ -> dynamic(path, depth);
        case Type.Primitive primitive -> primitive(primitive, kind);
        case Type.ListType(Type element) -> {
          List<Value> elements = elements(element, path, depth);
          yield Values.list(concrete(element, elements, path), elements);
        }
        case Type.SetType(Type element) -> {
          List<Value> elements = elements(element, path, depth);
          yield Values.set(concrete(element, elements, path), elements);
        }
        case Type.MapType(Type element) -> map(element, path, depth);
        case Type.TupleType(List<Type> types) -> tuple(types, path, depth);
        case Type.ObjectType object -> object(object.attributes(), path, depth);
      };
    } catch (PackException e) {
      throw e.at(path);
    }
  }

  private Value primitive(Type.Primitive type, PackReader.Kind kind) throws PackException {
    return switch (type) {
      case STRING -> Value.of(in.text());
      case BOOL -> Value.of(in.truth());
      case NUMBER -> Values.number(number(kind));
    };
  }

  private BigFloat number(PackReader.Kind kind) throws PackException {
    return switch (kind) {
      case WHOLE -> BigFloat.of(in.whole());
      case UNSIGNED -> {
        long bits = in.unsigned();
        yield bits >= 0
            ? BigFloat.of(bits)
            : BigFloat.of(new BigInteger(Long.toUnsignedString(bits)));
      }
      case FRACTION -> {
        double fraction = in.fraction();
        if (Double.isNaN(fraction)) {
          throw new PackException("it is not a number");
        }
        yield BigFloat.of(fraction);
      }
      case TEXT -> {
        String text = in.text();
        try {
          yield BigFloat.parse(text).orElseThrow(() -> new PackException("it is not a number"));
        } catch (NumberException e) {
          throw new PackException(String.valueOf(e.getMessage()));
        }
      }
      // None of these is a number: this says so.
      case NIL, TRUTH, BINARY, ARRAY, MAP, EXTENSION -> BigFloat.of(in.whole());
    };
  }

  private List<Value> elements(Type element, ValuePath path, int depth) throws PackException {
    int count = in.array();
    List<Value> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      elements.add(value(element, path.index(i), depth + 1));
    }
    return elements;
  }

  /** The type elements have in common, where the schema leaves it open. */
  private static Type concrete(Type element, Iterable<Value> elements, ValuePath path)
      throws PackException {
    if (!Types.containsDynamic(element)) {
      return element;
    }
    Type common = element;
    for (Value each : elements) {
      Type own = each.type();
      if (!Types.containsDynamic(common) && !own.equals(common) && !Types.containsDynamic(own)) {
        throw at(path, "its elements have different types");
      }
      common = Types.containsDynamic(common) ? own : common;
    }
    return common;
  }

  private Value map(Type element, ValuePath path, int depth) throws PackException {
    int count = in.map();
    Map<String, Value> entries = new HashMap<>();
    for (int i = 0; i < count; i++) {
      String key = in.text();
      entries.put(key, value(element, path.index(key), depth + 1));
    }
    return Values.map(concrete(element, entries.values(), path), entries);
  }

  private Value tuple(List<Type> types, ValuePath path, int depth) throws PackException {
    int count = in.array();
    if (count != types.size()) {
      throw at(path, "a tuple of " + types.size() + " elements is needed, not of " + count);
    }
    List<Value> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      elements.add(value(types.get(i), path.index(i), depth + 1));
    }
    return new Value.TupleValue(elements);
  }

  private Value object(SortedMap<String, Type> types, ValuePath path, int depth)
      throws PackException {
    int count = in.map();
    if (count != types.size()) {
      throw at(path, "an object of " + types.size() + " attributes is needed, not of " + count);
    }
    Map<String, Value> attributes = HashMap.newHashMap(count);
    for (int i = 0; i < count; i++) {
      String name = in.text();
      Type type = types.get(name);
      if (type == null) {
        throw at(path, "the attribute " + name + " is not in the schema");
      }
      attributes.put(name, value(type, path.attribute(name), depth + 1));
    }
    if (attributes.size() != count) {
      throw at(path, "duplicate attribute");
    }
    return Values.object(attributes);
  }

  private Value dynamic(ValuePath path, int depth) throws PackException {
    if (in.array() != 2) {
      throw at(path, "a value of dynamic type must be a pair of type and value");
    }
    String json = new String(in.binary(), StandardCharsets.UTF_8);
    Type type;
    try {
      type = TypeJson.parse(json);
    } catch (ValueJsonException | JacksonException e) {
      throw at(path, "its type is malformed");
    }
    return value(type, path, depth + 1);
  }

  private Value unknown(Type type, ValuePath path) throws PackException {
    PackReader.Extension extension = in.extension();
    byte[] content = extension.content().toByteArray();
    if (content.length <= 1 || type.equals(Type.DYNAMIC)) {
      return Value.unknown(type);
    }
    if (extension.type() != REFINED) {
      throw at(path, "unknown kind " + extension.type() + " of unknown value");
    }
    if (content.length > LONGEST_REFINEMENT) {
      throw at(path, "too many refinements of an unknown value");
    }
    PackReader parts = new PackReader(content);
    Refinement known = Refinement.NONE;
    boolean isNull = false;
    int count = parts.map();
    for (int i = 0; i < count; i++) {
      switch (Math.clamp(parts.whole(), -1, 7)) {
        case 1 -> {
          isNull = parts.truth();
          known = isNull ? known : known.and(Refinement.NOT_NULL);
        }
        case 2 -> known = known.withPrefix(parts.text());
        case 3 -> {
          Refinement.Bound bound = bound(parts, path);
          known = known.withLower(bound.number(), bound.inclusive());
        }
        case 4 -> {
          Refinement.Bound bound = bound(parts, path);
          known = known.withUpper(bound.number(), bound.inclusive());
        }
        case 5 -> known = known.withLength(length(parts), Integer.MAX_VALUE);
        case 6 -> known = known.withLength(0, length(parts));
        // What comes after an unknown key can't be told apart; what is known is enough.
        default -> {
          return Values.unknown(type, known);
        }
      }
    }
    return isNull ? Value.nullOf(type) : Values.unknown(type, known);
  }

  private static int length(PackReader parts) throws PackException {
    return Math.clamp(parts.whole(), 0, Integer.MAX_VALUE);
  }

  private static Refinement.Bound bound(PackReader parts, ValuePath path) throws PackException {
    if (parts.array() != 2) {
      throw at(path, "a bound must be a pair of a number and whether it is included");
    }
    ValueDecoder number = new ValueDecoder(parts);
    return new Refinement.Bound(number.number(parts.peek()), parts.truth());
  }
}
