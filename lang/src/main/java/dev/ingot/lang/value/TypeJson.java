package dev.ingot.lang.value;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Types as JSON: {@code "string"}, {@code ["list","string"]}, {@code
 * ["object",{"a":"number"},["a"]]} where the last names the optional attributes. Rules: the type
 * notation of the plugin protocol and of state files.
 */
public final class TypeJson {
  private TypeJson() {}

  /**
   * Reads the type at the current token of a parser (or the first, if it has not begun). Leaves the
   * parser at its last token.
   *
   * @throws ValueJsonException if it isn't a type
   * @throws JacksonException if it isn't JSON
   */
  public static Type read(JsonParser parser) {
    if (parser.currentToken() == null) {
      parser.nextToken();
    }
    return type(parser);
  }

  /** Reads a type from a text, like {@link #read}. */
  public static Type parse(String json) {
    try (JsonParser parser = JsonCodec.parser(json)) {
      Type type = read(parser);
      if (parser.nextToken() != null) {
        throw failure("unexpected text after the type");
      }
      return type;
    }
  }

  private static ValueJsonException failure(String message) {
    return new ValueJsonException(ValuePath.ROOT, message);
  }

  private static Type type(JsonParser parser) {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      return switch (parser.getString()) {
        case "string" -> Type.STRING;
        case "number" -> Type.NUMBER;
        case "bool" -> Type.BOOL;
        case "dynamic" -> Type.DYNAMIC;
        default -> throw failure("invalid primitive type name " + quoted(parser));
      };
    }
    if (token != JsonToken.START_ARRAY || parser.nextToken() != JsonToken.VALUE_STRING) {
      throw failure("a type is a name or an array that begins with a name");
    }
    String kind = parser.getString();
    parser.nextToken();
    Type type =
        switch (kind) {
          case "list" -> new Type.ListType(type(parser));
          case "set" -> new Type.SetType(type(parser));
          case "map" -> new Type.MapType(type(parser));
          case "tuple" -> tuple(parser);
          case "object" -> object(parser);
          default -> throw failure("invalid complex type kind name " + Quoting.quoted(kind));
        };
    if (parser.nextToken() != JsonToken.END_ARRAY && type instanceof Type.ObjectType object) {
      type = new Type.ObjectType(object.attributes(), names(parser));
      parser.nextToken();
    }
    if (parser.currentToken() != JsonToken.END_ARRAY) {
      throw failure("a type of kind " + Quoting.quoted(kind) + " has too many parts");
    }
    return type;
  }

  private static String quoted(JsonParser parser) {
    return Quoting.quoted(parser.getString());
  }

  private static Type tuple(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw failure("a tuple type needs an array of types");
    }
    List<Type> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(type(parser));
    }
    return new Type.TupleType(elements);
  }

  private static Type object(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw failure("an object type needs an object of types");
    }
    TreeMap<String, Type> attributes = new TreeMap<>(Value.KEY_ORDER);
    String name = parser.nextName();
    while (name != null) {
      parser.nextToken();
      attributes.put(Values.normalize(name), type(parser));
      name = parser.nextName();
    }
    return new Type.ObjectType(attributes);
  }

  private static Set<String> names(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw failure("the optional attributes of an object type are an array of names");
    }
    Set<String> names = new HashSet<>();
    while (parser.nextToken() == JsonToken.VALUE_STRING) {
      names.add(parser.getString());
    }
    if (parser.currentToken() != JsonToken.END_ARRAY) {
      throw failure("the optional attributes of an object type are an array of names");
    }
    return names;
  }

  /** Writes a type. */
  public static void write(JsonGenerator generator, Type type) {
    switch (type) {
      case Type.Primitive primitive -> generator.writeString(TypeNames.friendly(primitive));
      case Type.Dynamic any -> generator.writeString("dynamic");
      case Type.ListType(Type element) -> write(generator, "list", element);
      case Type.SetType(Type element) -> write(generator, "set", element);
      case Type.MapType(Type element) -> write(generator, "map", element);
      case Type.TupleType(List<Type> elements) -> {
        generator.writeStartArray();
        generator.writeString("tuple");
        generator.writeStartArray();
        elements.forEach(element -> write(generator, element));
        generator.writeEndArray();
        generator.writeEndArray();
      }
      case Type.ObjectType object -> {
        generator.writeStartArray();
        generator.writeString("object");
        generator.writeStartObject();
        for (Map.Entry<String, Type> attribute : object.attributes().entrySet()) {
          generator.writeName(attribute.getKey());
          write(generator, attribute.getValue());
        }
        generator.writeEndObject();
        if (!object.optional().isEmpty()) {
          generator.writeStartArray();
          object.optional().stream().sorted(Value.KEY_ORDER).forEach(generator::writeString);
          generator.writeEndArray();
        }
        generator.writeEndArray();
      }
    }
  }

  private static void write(JsonGenerator generator, String kind, Type element) {
    generator.writeStartArray();
    generator.writeString(kind);
    write(generator, element);
    generator.writeEndArray();
  }

  /** A type as text. */
  public static String format(Type type) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JsonCodec.generator(text)) {
      write(generator, type);
    }
    return text.toString();
  }
}
