package dev.ingot.state.format;

import dev.ingot.state.RawJson;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON from front to back, keeping what is not looked at as {@link RawJson}. */
public final class JsonSource implements AutoCloseable {
  /** Deeper than any schema; keeps hostile input from using the stack. */
  private static final int MAX_DEPTH = 1_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(100_000)
                  .maxNameLength(1_000_000)
                  .build())
          .build();

  private final JsonParser parser;
  private final byte[] bytes;

  /** Reads UTF-8. */
  public JsonSource(byte[] bytes) {
    this.bytes = bytes;
    this.parser = FACTORY.createParser(ObjectReadContext.empty(), bytes);
  }

  /** Handles one field of an object; must consume its value. */
  @FunctionalInterface
  public interface FieldReader {
    /** Reads the value of the field just named. */
    void read(String name);
  }

  /**
   * Reads the whole text, which is one value.
   *
   * @throws MisshapenException if something follows it
   */
  public void document(Runnable value) {
    guarded(
        () -> {
          value.run();
          if (parser.nextToken() != null) {
            throw syntaxError();
          }
        });
  }

  /** Reads an object field by field. */
  public void object(String what, FieldReader reader) {
    expect(JsonToken.START_OBJECT, what, "an object");
    while (next() == JsonToken.PROPERTY_NAME) {
      reader.read(parser.currentName());
    }
  }

  /** Reads an object field by field, or null as an empty one. */
  public void objectOrNull(String what, FieldReader reader) {
    JsonToken token = next();
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    check(token, JsonToken.START_OBJECT, what, "an object");
    while (next() == JsonToken.PROPERTY_NAME) {
      reader.read(parser.currentName());
    }
  }

  /** Reads an array of objects, each field by field, or null as an empty one. */
  public void objects(String what, Runnable before, FieldReader reader, Runnable after) {
    JsonToken token = next();
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    check(token, JsonToken.START_ARRAY, what, "a list");
    while ((token = next()) != JsonToken.END_ARRAY) {
      check(token, JsonToken.START_OBJECT, "each element of " + what, "an object");
      before.run();
      while (next() == JsonToken.PROPERTY_NAME) {
        reader.read(parser.currentName());
      }
      after.run();
    }
  }

  /** Reads an array of texts, or null as an empty one. */
  public void texts(String what, java.util.function.Consumer<String> consumer) {
    JsonToken token = next();
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    check(token, JsonToken.START_ARRAY, what, "a list");
    while ((token = next()) != JsonToken.END_ARRAY) {
      check(token, JsonToken.VALUE_STRING, "each element of " + what, "a string");
      consumer.accept(parser.getString());
    }
  }

  /** Reads a text; null is the empty one. */
  public String text(String what) {
    JsonToken token = next();
    if (token == JsonToken.VALUE_NULL) {
      return "";
    }
    check(token, JsonToken.VALUE_STRING, what, "a string");
    return parser.getString();
  }

  /** Reads a whole number. */
  public long wholeNumber(String what) {
    expect(JsonToken.VALUE_NUMBER_INT, what, "a whole number");
    try {
      return Long.parseLong(parser.getString());
    } catch (NumberFormatException _) {
      throw new MisshapenException(what + " must be a whole number that fits 64 bits");
    }
  }

  /** Reads a truth value. */
  public boolean truth(String what) {
    JsonToken token = next();
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw new MisshapenException(what + " must be true or false");
    }
    return token == JsonToken.VALUE_TRUE;
  }

  /** Reads any value as it is. */
  public RawJson raw() {
    StringBuilder out = new StringBuilder();
    copy(next(), out);
    return new RawJson(out.toString());
  }

  /** A value that is a text or a whole number. */
  public sealed interface TextOrNumber {
    /** A text. */
    record Text(String value) implements TextOrNumber {}

    /** A whole number. */
    record WholeNumber(long value) implements TextOrNumber {}
  }

  /** Reads a text or a whole number. */
  public TextOrNumber textOrNumber(String what) {
    JsonToken token = next();
    if (token == JsonToken.VALUE_STRING) {
      return new TextOrNumber.Text(parser.getString());
    }
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      OptionalLong number = whole(parser.getString());
      if (number.isPresent()) {
        return new TextOrNumber.WholeNumber(number.getAsLong());
      }
    }
    throw new MisshapenException(what + " must be a string or a whole number");
  }

  private static OptionalLong whole(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException _) {
      // It may be one in another notation, such as 1e3.
    }
    try {
      return OptionalLong.of(new java.math.BigDecimal(text).longValueExact());
    } catch (ArithmeticException | NumberFormatException _) {
      return OptionalLong.empty();
    }
  }

  private void copy(JsonToken first, StringBuilder out) {
    JsonToken token = first;
    int depth = 0;
    boolean separated = true;
    while (true) {
      boolean closing = token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY;
      if (!separated && !closing) {
        out.append(',');
      }
      separated = false;
      switch (token) {
        case START_OBJECT, START_ARRAY -> {
          out.append(token == JsonToken.START_OBJECT ? '{' : '[');
          depth++;
          separated = true;
        }
        case END_OBJECT, END_ARRAY -> {
          out.append(token == JsonToken.END_OBJECT ? '}' : ']');
          depth--;
        }
        case PROPERTY_NAME -> {
          JsonText.quote(parser.currentName(), out);
          out.append(':');
          separated = true;
        }
        case VALUE_STRING -> JsonText.quote(parser.getString(), out);
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.append(parser.getString());
        case VALUE_TRUE -> out.append("true");
        case VALUE_FALSE -> out.append("false");
        case VALUE_NULL -> out.append("null");
        case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw syntaxError();
      }
      if (depth == 0) {
        return;
      }
      token = next();
    }
  }

  private void expect(JsonToken expected, String what, String kind) {
    check(next(), expected, what, kind);
  }

  private static void check(JsonToken token, JsonToken expected, String what, String kind) {
    if (token != expected) {
      throw new MisshapenException(what + " must be " + kind);
    }
  }

  private JsonToken next() {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw MisshapenException.syntax("syntax error at byte offset " + bytes.length);
    }
    return token;
  }

  private MisshapenException syntaxError() {
    // The parser does not know its place in the middle of some errors.
    long offset =
        Math.max(
            parser.currentLocation().getByteOffset(),
            parser.currentTokenLocation().getByteOffset());
    return MisshapenException.syntax(
        offset < 0
            ? "syntax error"
            : "syntax error at byte offset " + Math.min(bytes.length, offset));
  }

  private void guarded(Runnable reading) {
    try {
      reading.run();
    } catch (JacksonException _) {
      throw syntaxError();
    }
  }

  @Override
  public void close() {
    parser.close();
  }
}
