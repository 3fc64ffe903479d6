package dev.ingot.deploy.codec;

import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Values as JSON by a type. Where the type is not fixed the value stands beside its own type:
 * {@code {"value": ..., "type": ...}}. Unknown parts are written as null; marks are not written.
 */
public final class ValueJson {
  private static final JsonFactory JSON = new JsonFactory();

  private ValueJson() {}

  /** Writes a value. */
  public static String text(Value value, Type type) {
    StringBuilder out = new StringBuilder(128);
    write(value, type, out);
    return out.toString();
  }

  /** Writes a value. */
  public static void write(Value value, Type type, StringBuilder out) {
    Value plain = value.unmarked();
    if (plain instanceof Value.NullValue || plain instanceof Value.UnknownValue) {
      out.append("null");
      return;
    }
    if (type instanceof Type.Dynamic) {
      Type own = plain.type();
      out.append("{\"value\":");
      write(plain, own, out);
      out.append(",\"type\":");
      TypeJson.write(own, out);
      out.append('}');
      return;
    }
    switch (plain) {
      case Value.StringValue(String text) -> JsonStrings.write(text, out);
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
      JsonStrings.write(entry.getKey(), out);
      out.append(':');
      write(entry.getValue(), types.getOrDefault(entry.getKey(), element), out);
    }
    out.append('}');
  }

  /**
   * Reads a value of a type; attributes that are missing are null, others than the type's ignored.
   *
   * @throws CodecException if the text is not JSON, or not of the type
   */
  public static Value parse(String json, Type type) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      return read(parser, parser.nextToken(), type);
    } catch (StreamReadException | JacksonIOException e) {
      throw new CodecException("invalid JSON");
    }
  }

  /**
   * Reads a type.
   *
   * @throws CodecException if the text is not one
   */
  public static Type parseType(String json) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      return TypeJson.read(parser);
    } catch (StreamReadException | JacksonIOException e) {
      throw new CodecException("invalid JSON");
    }
  }

  private static Value read(JsonParser parser, JsonToken token, Type type) {
    if (token == JsonToken.VALUE_NULL) {
      return Value.nullOf(type);
    }
    return switch (type) {
      case Type.Dynamic _ -> dynamic(parser, token);
      case Type.Primitive primitive -> primitive(parser, token, primitive);
      case Type.ListType(Type element) ->
          new Value.ListValue(element, elements(parser, token, element));
      case Type.SetType(Type element) -> Values.set(element, elements(parser, token, element));
      case Type.MapType(Type element) -> {
        expect(token, JsonToken.START_OBJECT, type);
        TreeMap<String, Value> entries = new TreeMap<>(Value.KEY_ORDER);
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = parser.currentName();
          entries.put(name, read(parser, parser.nextToken(), element));
        }
        yield new Value.MapValue(element, entries);
      }
      case Type.TupleType(List<Type> types) -> {
        expect(token, JsonToken.START_ARRAY, type);
        List<Value> elements = new ArrayList<>(types.size());
        for (JsonToken next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          if (elements.size() >= types.size()) {
            throw new CodecException("too many elements for a tuple");
          }
          elements.add(read(parser, next, types.get(elements.size())));
        }
        if (elements.size() < types.size()) {
          throw new CodecException("too few elements for a tuple");
        }
        yield new Value.TupleValue(elements);
      }
      case Type.ObjectType object -> object(parser, token, object);
    };
  }

  private static Value object(JsonParser parser, JsonToken token, Type.ObjectType type) {
    expect(token, JsonToken.START_OBJECT, type);
    TreeMap<String, Value> attributes = new TreeMap<>(Value.KEY_ORDER);
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken next = parser.nextToken();
      Type attribute = type.attributes().get(name);
      if (attribute == null) {
        parser.skipChildren();
      } else {
        attributes.put(name, read(parser, next, attribute));
      }
    }
    if (attributes.size() < type.attributes().size()) {
      type.attributes()
          .forEach((name, attribute) -> attributes.putIfAbsent(name, Value.nullOf(attribute)));
    }
    return new Value.ObjectValue(attributes);
  }

  private static List<Value> elements(JsonParser parser, JsonToken token, Type element) {
    expect(token, JsonToken.START_ARRAY, element);
    List<Value> elements = new ArrayList<>();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      elements.add(read(parser, next, element));
    }
    return elements;
  }

  private static Value dynamic(JsonParser parser, JsonToken token) {
    expect(token, JsonToken.START_OBJECT, Type.DYNAMIC);
    // The type usually follows the value, so the text in between has to be kept.
    String raw = null;
    Type type = Type.DYNAMIC;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      switch (parser.currentName()) {
        case "value" -> raw = RawCopy.next(parser);
        case "type" -> type = TypeJson.read(parser);
        default -> {
          parser.nextToken();
          parser.skipChildren();
        }
      }
    }
    if (raw == null) {
      throw new CodecException("a value of any type needs \"value\" and \"type\"");
    }
    return type instanceof Type.Dynamic ? Values.NULL : parse(raw, type);
  }

  private static Value primitive(JsonParser parser, JsonToken token, Type.Primitive type) {
    return switch (type) {
      case STRING ->
          switch (token) {
            case VALUE_STRING -> Value.of(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Value.of(parser.getString());
            case VALUE_TRUE -> Value.of("true");
            case VALUE_FALSE -> Value.of("false");
            default -> throw new CodecException("expected a string");
          };
      case NUMBER ->
          switch (token) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                new Value.NumberValue(
                    BigFloat.parse(parser.getString())
                        .orElseThrow(() -> new CodecException("expected a number")));
            default -> throw new CodecException("expected a number");
          };
      case BOOL ->
          switch (token) {
            case VALUE_TRUE -> Values.TRUE;
            case VALUE_FALSE -> Values.FALSE;
            case VALUE_STRING -> Value.of(parser.getString().equals("true"));
            default -> throw new CodecException("expected true or false");
          };
    };
  }

  private static void expect(JsonToken got, JsonToken want, Type type) {
    if (got != want) {
      throw new CodecException("expected " + TypeJson.text(type));
    }
  }
}
