package dev.ingot.platform.json;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A small JSON tree (RFC 8259) for the agent's messages and the platform's own files. */
public sealed interface Json {
  /** An object; the order of its members is kept. */
  record Obj(Map<String, Json> members) implements Json {
    public Obj {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** A member, if it exists and is not null. */
    public Optional<Json> get(String name) {
      return Optional.ofNullable(members.get(name)).filter(value -> !(value instanceof Null));
    }
  }

  /** An array. */
  record Arr(List<Json> elements) implements Json {
    public Arr {
      elements = List.copyOf(elements);
    }
  }

  /** A string. */
  record Str(String value) implements Json {}

  /** A whole number. */
  record Int(long value) implements Json {}

  /** Any other number. */
  record Real(double value) implements Json {}

  /** True or false. */
  record Bool(boolean value) implements Json {}

  /** Null. */
  record Null() implements Json {}

  /** No message of the platform is nested deeper than this. */
  int MAX_DEPTH = 64;

  /**
   * Reads one JSON text.
   *
   * @throws JsonException when it is not JSON, or nested too deeply
   */
  static Json parse(String text) throws JsonException {
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new JsonException("the text is empty");
      }
      Json json = read(parser, first, 0);
      if (parser.nextToken() != null) {
        throw new JsonException("unexpected content after the end of the text");
      }
      return json;
    } catch (JacksonException e) {
      throw new JsonException(e.getOriginalMessage());
    }
  }

  private static Json read(JsonParser parser, JsonToken token, int depth) throws JsonException {
    if (depth > MAX_DEPTH) {
      throw new JsonException("it is nested too deeply");
    }
    if (token == JsonToken.START_OBJECT) {
      Map<String, Json> members = new LinkedHashMap<>();
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        members.put(name, read(parser, next(parser), depth + 1));
      }
      return new Obj(members);
    }
    if (token == JsonToken.START_ARRAY) {
      List<Json> elements = new ArrayList<>();
      for (JsonToken t = next(parser); t != JsonToken.END_ARRAY; t = next(parser)) {
        elements.add(read(parser, t, depth + 1));
      }
      return new Arr(elements);
    }
    if (token == JsonToken.VALUE_STRING) {
      return new Str(parser.getString());
    }
    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      return new Bool(token == JsonToken.VALUE_TRUE);
    }
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return new Int(parser.getLongValue());
    }
    if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      return new Real(parser.getDoubleValue());
    }
    if (token == JsonToken.VALUE_NULL) {
      return new Null();
    }
    throw new JsonException("unexpected " + token);
  }

  private static JsonToken next(JsonParser parser) throws JsonException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new JsonException("unexpected end of the text");
    }
    return token;
  }

  /** The text on one line. */
  default String text() {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator =
        new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
      write(generator, this);
    }
    return out.toString();
  }

  private static void write(JsonGenerator out, Json json) {
    switch (json) {
      case Obj(Map<String, Json> members) -> {
        out.writeStartObject();
        members.forEach(
            (name, value) -> {
              out.writeName(name);
              write(out, value);
            });
        out.writeEndObject();
      }
      case Arr(List<Json> elements) -> {
        out.writeStartArray();
        elements.forEach(element -> write(out, element));
        out.writeEndArray();
      }
      case Str(String value) -> out.writeString(value);
      case Int(long value) -> out.writeNumber(value);
      case Real(double value) -> out.writeNumber(value);
      case Bool(boolean value) -> out.writeBoolean(value);
      case Null() -> out.writeNull();
    }
  }

  /** The text is not the expected JSON. */
  final class JsonException extends IOException {
    private final String problem;

    /** With what is wrong. */
    public JsonException(String message) {
      super(message);
      this.problem = message;
    }

    /** What is wrong. */
    public String problem() {
      return problem;
    }
  }
}
