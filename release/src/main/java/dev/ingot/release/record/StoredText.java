package dev.ingot.release.record;

import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads single attributes of stored objects. */
public final class StoredText {
  private static final JsonFactory JSON = new JsonFactory();

  private StoredText() {}

  /** An attribute that is a text; empty where it is missing or something else. */
  public static Optional<String> attribute(String json, String name) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean wanted = parser.currentName().equals(name);
        JsonToken value = parser.nextToken();
        if (wanted) {
          return value == JsonToken.VALUE_STRING
              ? Optional.of(parser.getString())
              : Optional.empty();
        }
        parser.skipChildren();
      }
      return Optional.empty();
    }
  }
}
