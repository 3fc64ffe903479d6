package dev.ingot.deploy.stored;

import dev.ingot.lang.JsonDocument;
import dev.ingot.lang.value.Type;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a stored object holds of the attributes of its type. Attributes that a provider had once and
 * has no more are left out, at every level, as Terraform does.
 */
final class KnownAttributes {
  private KnownAttributes() {}

  /** The object without what its type doesn't have; empty where the text is no JSON. */
  static Optional<String> of(String json, Type type) {
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      return Optional.of(JsonDocument.line(out -> copy(parser, type, out)));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static void copy(JsonParser parser, Type type, JsonGenerator out) {
    JsonToken token = parser.currentToken();
    switch (type) {
      case Type.ObjectType object when token == JsonToken.START_OBJECT ->
          fields(parser, object.attributes(), out);
      case Type.MapType map when token == JsonToken.START_OBJECT -> {
        out.writeStartObject();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
          parser.nextToken();
          out.writeName(name);
          copy(parser, map.element(), out);
        }
        out.writeEndObject();
      }
      case Type.ListType list when token == JsonToken.START_ARRAY ->
          elements(parser, list.element(), out);
      case Type.SetType set when token == JsonToken.START_ARRAY ->
          elements(parser, set.element(), out);
      default -> out.copyCurrentStructure(parser);
    }
  }

  private static void fields(JsonParser parser, Map<String, Type> attributes, JsonGenerator out) {
    out.writeStartObject();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      Type type = attributes.get(name);
      if (type == null) {
        parser.skipChildren();
      } else {
        out.writeName(name);
        copy(parser, type, out);
      }
    }
    out.writeEndObject();
  }

  private static void elements(JsonParser parser, Type element, JsonGenerator out) {
    out.writeStartArray();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      copy(parser, element, out);
    }
    out.writeEndArray();
  }
}
