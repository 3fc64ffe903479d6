package dev.ingot.deploy.stored;

import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.state.format.JsonText;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;

/**
 * Values as state files keep them: JSON by a type, with the value beside its own type where the
 * type is not fixed. Unlike {@link ValueJson} it writes what a failed apply left: unknown parts as
 * null, and values without their marks.
 */
public final class StoredValues {
  private StoredValues() {}

  /** Writes a value. */
  public static String text(Value value, Type type) {
    StringBuilder out = new StringBuilder(128);
    write(value, type, out);
    return out.toString();
  }

  /** Writes a value. */
  public static void write(Value value, Type type, StringBuilder out) {
    Value plain = value.unmarked();
    Type own = plain.type();
    if (type instanceof Type.Dynamic && !(own instanceof Type.Dynamic)) {
      out.append("{\"value\":");
      write(plain, own, out);
      out.append(",\"type\":");
      out.append(TypeJson.format(own));
      out.append('}');
      return;
    }
    switch (plain) {
      case Value.StringValue(String text) -> JsonText.quote(text, out);
      case Value.NumberValue(BigFloat number) -> out.append(number);
      case Value.BoolValue(boolean truth) -> out.append(truth);
      case Value.ListValue list -> elements(list.elements(), elementType(type), out);
      case Value.SetValue set -> elements(set.elements(), elementType(type), out);
      case Value.TupleValue tuple -> {
        List<Type> types =
            type instanceof Type.TupleType(List<Type> found) ? found : List.<Type>of();
        out.append('[');
        for (int i = 0; i < tuple.elements().size(); i++) {
          if (i > 0) {
            out.append(',');
          }
          Type each = i < types.size() ? types.get(i) : elementType(type);
          write(tuple.elements().get(i), each, out);
        }
        out.append(']');
      }
      case Value.MapValue map -> entries(map.entries(), type, out);
      case Value.ObjectValue object -> entries(object.attributes(), type, out);
      case Value.NullValue _, Value.UnknownValue _, Value.MarkedValue _ -> out.append("null");
    }
  }

  private static Type elementType(Type type) {
    return switch (type) {
      case Type.ListType(Type element) -> element;
      case Type.SetType(Type element) -> element;
      case Type.MapType(Type element) -> element;
      case Type.Primitive _, Type.Dynamic _, Type.TupleType _, Type.ObjectType _ -> Type.DYNAMIC;
    };
  }

  private static void elements(List<Value> elements, Type element, StringBuilder out) {
    out.append('[');
    for (int i = 0; i < elements.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      write(elements.get(i), element, out);
    }
    out.append(']');
  }

  private static void entries(Map<String, Value> entries, Type type, StringBuilder out) {
    Map<String, Type> types =
        type instanceof Type.ObjectType object ? object.attributes() : Map.<String, Type>of();
    Type element = elementType(type);
    out.append('{');
    boolean first = true;
    for (Map.Entry<String, Value> entry : entries.entrySet()) {
      if (!first) {
        out.append(',');
      }
      first = false;
      JsonText.quote(entry.getKey(), out);
      out.append(':');
      write(entry.getValue(), types.getOrDefault(entry.getKey(), element), out);
    }
    out.append('}');
  }

  /**
   * Reads a value of a type; attributes that are missing are null.
   *
   * @throws CodecException if the text is not JSON, or not of the type
   */
  public static Value parse(String json, Type type) {
    try {
      return ValueJson.parse(json, type);
    } catch (ValueJsonException e) {
      throw new CodecException(String.valueOf(e.getMessage()));
    } catch (JacksonException e) {
      throw new CodecException("invalid JSON");
    }
  }

  /**
   * Reads a type.
   *
   * @throws CodecException if the text is not one
   */
  public static Type parseType(String json) {
    try {
      return TypeJson.parse(json);
    } catch (ValueJsonException e) {
      throw new CodecException(String.valueOf(e.getMessage()));
    } catch (JacksonException e) {
      throw new CodecException("invalid JSON");
    }
  }
}
