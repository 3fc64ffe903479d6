package dev.ingot.lang.value;

import java.io.StringWriter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/**
 * Values as JSON, with or without a known type. With one, each part of type {@link Type#DYNAMIC} is
 * an object of {@code value} and {@code type}, so that it is read back with the same type, as in
 * the attributes of state files. Without one, the form is that of {@code jsonencode}. Numbers are
 * exact.
 */
public final class ValueJson {
  private ValueJson() {}

  /** Makes parsers and generators with the limits that values have. */
  public static JsonFactory factory() {
    return JsonCodec.factory();
  }

  /**
   * Reads the value at the current token of a parser (or the first, if it has not begun), with the
   * type the JSON implies: arrays are tuples, objects are objects. Leaves the parser at the last
   * token of the value.
   *
   * @throws ValueJsonException if the text ends too early
   * @throws JacksonException if it isn't JSON
   */
  public static Value read(JsonParser parser) {
    start(parser);
    return new ValueJsonReader(parser).implied(ValuePath.ROOT);
  }

  /**
   * Reads the value at the current token of a parser with a type. Attributes that are missing are
   * null.
   *
   * @throws ValueJsonException if the JSON doesn't fit the type
   * @throws JacksonException if it isn't JSON
   */
  public static Value read(JsonParser parser, Type type) {
    start(parser);
    return new ValueJsonReader(parser).typed(type, ValuePath.ROOT);
  }

  private static void start(JsonParser parser) {
    if (parser.currentToken() == null) {
      parser.nextToken();
    }
  }

  /** Reads a value that fills a text, as {@link #read(JsonParser)}. */
  public static Value parse(String json) {
    try (JsonParser parser = JsonCodec.parser(json)) {
      return whole(read(parser), parser);
    }
  }

  /** Reads a value that fills a text, as {@link #read(JsonParser, Type)}. */
  public static Value parse(String json, Type type) {
    try (JsonParser parser = JsonCodec.parser(json)) {
      return whole(read(parser, type), parser);
    }
  }

  private static Value whole(Value value, JsonParser parser) {
    JsonToken next = parser.nextToken();
    if (next != null) {
      throw new ValueJsonException(ValuePath.ROOT, "unexpected text after the JSON value");
    }
    return value;
  }

  /**
   * Writes a value without its type, as {@code jsonencode} does.
   *
   * @throws ValueJsonException if a part is unknown, marked or infinite
   */
  public static void write(JsonGenerator generator, Value value) {
    new ValueJsonWriter(generator).implied(value, ValuePath.ROOT);
  }

  /**
   * Writes a value that has a type, so that it can be read with this type again.
   *
   * @throws ValueJsonException if a part is unknown, marked or infinite, or not of the type
   */
  public static void write(JsonGenerator generator, Value value, Type type) {
    new ValueJsonWriter(generator).typed(value, type, ValuePath.ROOT);
  }

  /** Writes a value without its type to a text. */
  public static String format(Value value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JsonCodec.generator(text)) {
      write(generator, value);
    }
    return text.toString();
  }

  /** Writes a value that has a type to a text. */
  public static String format(Value value, Type type) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JsonCodec.generator(text)) {
      write(generator, value, type);
    }
    return text.toString();
  }
}
