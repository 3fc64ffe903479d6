package dev.ingot.registry.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads a JSON document member by member; anything unexpected is an IllegalArgumentException. */
public final class JsonIn {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonParser parser;

  private JsonIn(JsonParser parser) {
    this.parser = parser;
  }

  /** Reads one object that fills the document. */
  public static <T> T document(byte[] json, Function<JsonIn, T> read) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      T result = read.apply(new JsonIn(parser));
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("unexpected text after the JSON document");
      }
      return result;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads one object that fills the document, or one after another in an array.
   *
   * @param read called for each object
   * @throws IllegalArgumentException as {@link #document}, with the line and the column
   */
  public static void objects(byte[] json, Consumer<JsonIn> read) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      JsonIn in = new JsonIn(parser);
      try {
        if (parser.nextToken() == JsonToken.START_ARRAY) {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            read.accept(in);
          }
        } else {
          read.accept(in);
        }
        if (parser.nextToken() != null) {
          throw new IllegalArgumentException("unexpected text after the JSON document");
        }
      } catch (JacksonException e) {
        throw new IllegalArgumentException(
            place(parser) + "not JSON: " + e.getOriginalMessage(), e);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(place(parser) + e.getMessage(), e);
      }
    }
  }

  private static String place(JsonParser parser) {
    TokenStreamLocation at = parser.currentLocation();
    return "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
  }

  /** Passes each member's name on; the receiver must read or {@link #skip()} its value. */
  public void members(Consumer<String> receiver) {
    expect(JsonToken.START_OBJECT);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      receiver.accept(name);
    }
  }

  /** Reads each element of an array; null counts as an empty one. */
  public <T> List<T> elements(Function<JsonIn, T> read) {
    List<T> elements = new ArrayList<>();
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return elements;
    }
    expect(JsonToken.START_ARRAY);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(read.apply(this));
    }
    return elements;
  }

  /** An object of texts; null counts as an empty one. */
  public Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    if (parser.currentToken() != JsonToken.VALUE_NULL) {
      members(name -> texts.put(name, text()));
    }
    return texts;
  }

  /** The names of an object's members; null counts as an empty object. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    if (parser.currentToken() != JsonToken.VALUE_NULL) {
      members(
          name -> {
            names.add(name);
            skip();
          });
    }
    return names;
  }

  public String text() {
    expect(JsonToken.VALUE_STRING);
    return parser.getString();
  }

  public long number() {
    expect(JsonToken.VALUE_NUMBER_INT);
    return parser.getLongValue();
  }

  public boolean flag() {
    if (parser.currentToken() == JsonToken.VALUE_TRUE) {
      return true;
    }
    expect(JsonToken.VALUE_FALSE);
    return false;
  }

  public boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  public boolean isText() {
    return parser.currentToken() == JsonToken.VALUE_STRING;
  }

  public boolean isObject() {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  public void skip() {
    parser.skipChildren();
  }

  private void expect(JsonToken wanted) {
    if (parser.currentToken() != wanted) {
      throw new IllegalArgumentException("expected " + wanted + ", found " + parser.currentToken());
    }
  }
}
