package dev.ingot.plugin.msgpack;

import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Refinement;
import dev.ingot.lang.value.StringPrefix;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.lang.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * Writes values for plugins: byte for byte as the library does that they are written with. Rules:
 * go-cty's MessagePack form (docs and MIT sources).
 */
public final class ValueEncoder {
  private static final byte[] UNKNOWN = {(byte) 0xd4, 0, 0};
  private static final int REFINED = 12;
  private static final int NULLNESS = 1;
  private static final int PREFIX = 2;
  private static final int LOWER = 3;
  private static final int UPPER = 4;
  private static final int LEAST = 5;
  private static final int MOST = 6;
  private static final int LONGEST_PREFIX = 255;

  private final PackWriter out = new PackWriter();

  private ValueEncoder() {}

  /**
   * The bytes of a value.
   *
   * @param type what the reader expects; where it is any type, the value's own goes with it
   * @throws IllegalArgumentException if the value, or a part of it, is marked or of another type
   */
  public static byte[] encode(Value value, Type type) {
    ValueEncoder encoder = new ValueEncoder();
    encoder.value(value, type);
    return encoder.out.toByteArray();
  }

  private void value(Value value, Type type) {
    if (type.equals(Type.DYNAMIC) && !value.type().equals(Type.DYNAMIC)) {
      Type own = value.type();
      out.array(2).binary(TypeJson.format(own).getBytes(StandardCharsets.UTF_8));
      value(value, own);
      return;
    }
    switch (value) {
      case Value.NullValue _ -> out.nil();
      case Value.UnknownValue(Type _, Refinement refinement) -> unknown(refinement, type);
      case Value.StringValue(String text) -> {
        require(type.equals(Type.STRING), value, type);
        out.text(text);
      }
      case Value.NumberValue(BigFloat number) -> {
        require(type.equals(Type.NUMBER), value, type);
        number(number);
      }
      case Value.BoolValue(boolean truth) -> {
        require(type.equals(Type.BOOL), value, type);
        out.truth(truth);
      }
      case Value.ListValue(Type _, List<Value> elements) ->
          elements(
              elements, type instanceof Type.ListType(Type element) ? element : wrong(value, type));
      case Value.SetValue(Type _, List<Value> elements) ->
          elements(
              elements, type instanceof Type.SetType(Type element) ? element : wrong(value, type));
      case Value.MapValue(Type _, SortedMap<String, Value> entries) -> {
        Type element = type instanceof Type.MapType(Type elements) ? elements : wrong(value, type);
        out.map(entries.size());
        for (Map.Entry<String, Value> entry : entries.entrySet()) {
          out.text(entry.getKey());
          value(entry.getValue(), element);
        }
      }
      case Value.TupleValue(List<Value> elements) -> {
        List<Type> types =
            type instanceof Type.TupleType(List<Type> each) ? each : List.of(wrong(value, type));
        require(types.size() == elements.size(), value, type);
        out.array(elements.size());
        for (int i = 0; i < types.size(); i++) {
          value(elements.get(i), types.get(i));
        }
      }
      case Value.ObjectValue(SortedMap<String, Value> attributes) ->
          object(attributes, value, type);
      case Value.MarkedValue _ -> throw new IllegalArgumentException("a value has marks");
    }
  }

  private void elements(List<Value> elements, Type element) {
    out.array(elements.size());
    elements.forEach(each -> value(each, element));
  }

  private void object(SortedMap<String, Value> attributes, Value value, Type type) {
    SortedMap<String, Type> types =
        type instanceof Type.ObjectType object
            ? object.attributes()
            : new java.util.TreeMap<>(Map.of("", wrong(value, type)));
    require(types.size() == attributes.size(), value, type);
    out.map(types.size());
    for (Map.Entry<String, Type> attribute : types.entrySet()) {
      Value part = attributes.get(attribute.getKey());
      if (part == null) {
        throw new IllegalArgumentException("the attribute " + attribute.getKey() + " is missing");
      }
      out.text(attribute.getKey());
      value(part, attribute.getValue());
    }
  }

  private static void require(boolean fits, Value value, Type type) {
    if (!fits) {
      Type _ = wrong(value, type);
    }
  }

  private static Type wrong(Value value, Type type) {
    throw new IllegalArgumentException(
        "a value of type " + TypeJson.format(value.type()) + " is no " + TypeJson.format(type));
  }

  /** Whole numbers as such, fractions that a double is exactly as doubles, all others as text. */
  private void number(BigFloat number) {
    OptionalLong whole = number.asLong();
    if (whole.isPresent()) {
      out.whole(whole.getAsLong());
    } else if (number.isInfinite() || (!number.isWhole() && isDouble(number))) {
      out.fraction(number.doubleValue());
    } else {
      out.text(number.toString());
    }
  }

  private static boolean isDouble(BigFloat number) {
    double nearest = number.doubleValue();
    return !Double.isInfinite(nearest) && BigFloat.of(nearest).equals(number);
  }

  private void unknown(Refinement known, Type type) {
    PackWriter parts = new PackWriter();
    int count = type.equals(Type.DYNAMIC) ? 0 : refinements(known, type, parts);
    if (count == 0) {
      out.raw(UNKNOWN);
    } else {
      out.extension(REFINED, new PackWriter().map(count).raw(parts.toByteArray()).toByteArray());
    }
  }

  /** What is known of an unknown value, as far as it concerns its type; how many parts it has. */
  private static int refinements(Refinement known, Type type, PackWriter parts) {
    int count = 0;
    if (known.notNull()) {
      parts.whole(NULLNESS).truth(false);
      count++;
    }
    if (type.equals(Type.STRING) && !known.prefix().isEmpty()) {
      parts.whole(PREFIX).text(shortened(known.prefix()));
      count++;
    }
    if (type.equals(Type.NUMBER)) {
      if (known.lower().isPresent() && !known.lower().get().number().isInfinite()) {
        bound(LOWER, known.lower().get(), parts);
        count++;
      }
      if (known.upper().isPresent() && !known.upper().get().number().isInfinite()) {
        bound(UPPER, known.upper().get(), parts);
        count++;
      }
    }
    if (isCollection(type)) {
      if (known.minLength() > 0) {
        parts.whole(LEAST).whole(known.minLength());
        count++;
      }
      if (known.maxLength() < Integer.MAX_VALUE) {
        parts.whole(MOST).whole(known.maxLength());
        count++;
      }
    }
    return count;
  }

  private static boolean isCollection(Type type) {
    return type instanceof Type.ListType
        || type instanceof Type.SetType
        || type instanceof Type.MapType;
  }

  private static void bound(int key, Refinement.Bound bound, PackWriter parts) {
    ValueEncoder number = new ValueEncoder();
    number.number(bound.number());
    parts.whole(key).array(2).raw(number.out.toByteArray()).truth(bound.inclusive());
  }

  private static String shortened(String prefix) {
    int end = 0;
    int bytes = 0;
    boolean whole = true;
    while (end < prefix.length() && whole) {
      int c = prefix.codePointAt(end);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      whole = bytes <= LONGEST_PREFIX + 1;
      end += whole ? Character.charCount(c) : 0;
    }
    return whole ? prefix : StringPrefix.safe(prefix.substring(0, end));
  }
}
