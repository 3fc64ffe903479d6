package dev.ingot.deploy.codec;

import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Types as JSON: {@code "string"}, {@code ["list","string"]}, {@code ["object",{"a":"number"}]}.
 */
public final class TypeJson {
  private TypeJson() {}

  /** Writes a type. */
  public static void write(Type type, StringBuilder out) {
    switch (type) {
      case Type.Primitive primitive ->
          out.append(
              switch (primitive) {
                case STRING -> "\"string\"";
                case NUMBER -> "\"number\"";
                case BOOL -> "\"bool\"";
              });
      case Type.Dynamic _ -> out.append("\"dynamic\"");
      case Type.ListType(Type element) -> collection("list", element, out);
      case Type.SetType(Type element) -> collection("set", element, out);
      case Type.MapType(Type element) -> collection("map", element, out);
      case Type.TupleType(List<Type> elements) -> {
        out.append("[\"tuple\",[");
        for (int i = 0; i < elements.size(); i++) {
          if (i > 0) {
            out.append(',');
          }
          write(elements.get(i), out);
        }
        out.append("]]");
      }
      case Type.ObjectType object -> {
        out.append("[\"object\",{");
        boolean first = true;
        for (Map.Entry<String, Type> attribute : object.attributes().entrySet()) {
          if (!first) {
            out.append(',');
          }
          first = false;
          JsonStrings.write(attribute.getKey(), out);
          out.append(':');
          write(attribute.getValue(), out);
        }
        out.append("}]");
      }
    }
  }

  /** A type as JSON. */
  public static String text(Type type) {
    StringBuilder out = new StringBuilder();
    write(type, out);
    return out.toString();
  }

  private static void collection(String kind, Type element, StringBuilder out) {
    out.append("[\"").append(kind).append("\",");
    write(element, out);
    out.append(']');
  }

  /** Reads the type the parser stands before. */
  static Type read(JsonParser parser) {
    return current(parser, parser.nextToken());
  }

  private static Type current(JsonParser parser, JsonToken token) {
    if (token == JsonToken.VALUE_STRING) {
      return switch (parser.getString()) {
        case "string" -> Type.STRING;
        case "number" -> Type.NUMBER;
        case "bool" -> Type.BOOL;
        case "dynamic" -> Type.DYNAMIC;
        default -> throw new CodecException("unknown type \"" + parser.getString() + "\"");
      };
    }
    if (token != JsonToken.START_ARRAY || parser.nextToken() != JsonToken.VALUE_STRING) {
      throw new CodecException("expected a type");
    }
    String kind = parser.getString();
    Type type =
        switch (kind) {
          case "list" -> new Type.ListType(read(parser));
          case "set" -> new Type.SetType(read(parser));
          case "map" -> new Type.MapType(read(parser));
          case "tuple" -> tuple(parser);
          case "object" -> object(parser);
          default -> throw new CodecException("unknown type \"" + kind + "\"");
        };
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      // What follows names optional attributes, which the type of a value doesn't have.
      parser.skipChildren();
    }
    return type;
  }

  private static Type tuple(JsonParser parser) {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw new CodecException("expected the types of a tuple");
    }
    List<Type> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(current(parser, token));
    }
    return new Type.TupleType(elements);
  }

  private static Type object(JsonParser parser) {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new CodecException("expected the attributes of an object type");
    }
    TreeMap<String, Type> attributes = new TreeMap<>(Value.KEY_ORDER);
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      attributes.put(name, read(parser));
    }
    return new Type.ObjectType(attributes);
  }
}
