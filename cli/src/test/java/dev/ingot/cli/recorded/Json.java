package dev.ingot.cli.recorded;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** JSON as a tree that can be compared. */
sealed interface Json {
  /** A string. */
  record Text(String text) implements Json {}

  /** A number, without zeros at its end; a fraction as precise as most readers of JSON read it. */
  record Numeral(BigDecimal number) implements Json {
    public Numeral {
      number = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
      if (number.scale() > 0) {
        number = new BigDecimal(Double.toString(number.doubleValue())).stripTrailingZeros();
      }
    }
  }

  /** True, false or null. */
  enum Word implements Json {
    TRUE,
    FALSE,
    NULL
  }

  /** An array. */
  record Array(List<Json> elements) implements Json {
    public Array {
      elements = List.copyOf(elements);
    }
  }

  /** An object, its fields by name. */
  record Fields(Map<String, Json> fields) implements Json {
    public Fields {
      fields = Collections.unmodifiableMap(new TreeMap<>(fields));
    }
  }

  /** The tree of a text; empty where it is no JSON. */
  static Optional<Json> parse(String text) {
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      Json tree = read(parser);
      return parser.nextToken() == null ? Optional.of(tree) : Optional.empty();
    } catch (JacksonException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  private static Json read(JsonParser parser) {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new IllegalStateException("no JSON");
    }
    return switch (token) {
      case VALUE_STRING -> new Text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(new BigDecimal(parser.getString()));
      case VALUE_TRUE -> Word.TRUE;
      case VALUE_FALSE -> Word.FALSE;
      case VALUE_NULL -> Word.NULL;
      case START_ARRAY -> {
        List<Json> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(read(parser));
        }
        yield new Array(elements);
      }
      case START_OBJECT -> {
        Map<String, Json> fields = new LinkedHashMap<>();
        String name = parser.nextName();
        while (name != null) {
          parser.nextToken();
          fields.put(name, read(parser));
          name = parser.nextName();
        }
        yield new Fields(fields);
      }
      default -> throw new IllegalStateException("unexpected " + token);
    };
  }

  /** A field of an object. */
  default Optional<Json> field(String name) {
    return this instanceof Fields(Map<String, Json> fields)
        ? Optional.ofNullable(fields.get(name))
        : Optional.empty();
  }

  /** The elements of an array; none of anything else. */
  default List<Json> elements() {
    return this instanceof Array(List<Json> all) ? all : List.of();
  }

  /** The text of a string; empty of anything else. */
  default String string() {
    return this instanceof Text(String text) ? text : "";
  }

  /** Whether this is true. */
  default boolean isTrue() {
    return this == Word.TRUE;
  }
}
