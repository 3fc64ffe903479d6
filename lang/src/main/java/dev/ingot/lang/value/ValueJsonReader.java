package dev.ingot.lang.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;

/** Reads values from a parser. */
final class ValueJsonReader {
  private final JsonParser parser;

  ValueJsonReader(JsonParser parser) {
    this.parser = parser;
  }

  private static ValueJsonException failure(ValuePath path, String message) {
    return new ValueJsonException(path, message);
  }

  private JsonToken token(ValuePath path) {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw failure(path, "the JSON text ends too early");
    }
    return token;
  }

  private BigFloat number(ValuePath path) {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() == NumberType.INT
        && parser.getIntValue() != 0) {
      return BigFloat.of((long) parser.getIntValue()).withPrecision(BigFloat.PRECISION);
    }
    return number(parser.getString(), path);
  }

  private static BigFloat number(String text, ValuePath path) {
    return BigFloat.parse(text).orElseThrow(() -> failure(path, "a number is required"));
  }

  /** The value at the current token, of the type it implies. */
  Value implied(ValuePath path) {
    return switch (token(path)) {
      case VALUE_NULL -> Values.NULL;
      case VALUE_TRUE -> Values.TRUE;
      case VALUE_FALSE -> Values.FALSE;
      case VALUE_STRING -> Value.of(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Value.NumberValue(number(path));
      case START_ARRAY -> {
        List<Value> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(implied(path.index(elements.size())));
        }
        yield new Value.TupleValue(elements);
      }
      case START_OBJECT -> {
        Map<String, Value> attributes = new LinkedHashMap<>();
        String name = parser.nextName();
        while (name != null) {
          parser.nextToken();
          attributes.put(Values.normalize(name), implied(path.attribute(name)));
          name = parser.nextName();
        }
        yield new Value.ObjectValue(SortedEntries.of(attributes));
      }
      case END_ARRAY, END_OBJECT, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw failure(path, "a JSON value is required");
    };
  }

  /** The value at the current token, of a type. */
  Value typed(Type type, ValuePath path) {
    if (token(path) == JsonToken.VALUE_NULL) {
      return Value.nullOf(type);
    }
    return switch (type) {
      case Type.Dynamic any -> dynamic(path);
      case Type.Primitive primitive -> primitive(primitive, path);
      case Type.ListType(Type element) -> new Value.ListValue(element, elements(element, path));
      case Type.SetType(Type element) -> Values.set(element, elements(element, path));
      case Type.MapType(Type element) -> map(element, path);
      case Type.TupleType(List<Type> elements) -> tuple(elements, path);
      case Type.ObjectType object -> object(SortedEntries.of(object.attributes()), path);
    };
  }

  private Value primitive(Type.Primitive type, ValuePath path) {
    JsonToken token = token(path);
    boolean numeric = token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    boolean logical = token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
    boolean text = token == JsonToken.VALUE_STRING;
    return switch (type) {
      case STRING -> {
        if (!numeric && !logical && !text) {
          throw failure(path, "a string is required");
        }
        yield text
            ? Value.of(parser.getString())
            : new Value.StringValue(
                numeric ? number(path).toString() : Boolean.toString(parser.getBooleanValue()));
      }
      case NUMBER -> {
        if (!numeric && !text) {
          throw failure(path, "a number is required");
        }
        yield new Value.NumberValue(numeric ? number(path) : number(parser.getString(), path));
      }
      case BOOL -> {
        if (!logical && !text) {
          throw failure(path, "a bool is required");
        }
        yield logical
            ? Value.of(parser.getBooleanValue())
            : converted(Value.of(parser.getString()), path);
      }
    };
  }

  private static Value converted(Value text, ValuePath path) {
    Conversion.Result result = Conversion.convert(text, Type.BOOL);
    Optional<Conversion.Problem> problem = result.problem();
    if (problem.isPresent()) {
      throw failure(path, problem.get().message());
    }
    return result.value();
  }

  private void require(JsonToken token, String message, ValuePath path) {
    if (parser.currentToken() != token) {
      throw failure(path, message);
    }
  }

  private List<Value> elements(Type element, ValuePath path) {
    require(JsonToken.START_ARRAY, "a JSON array is required", path);
    List<Value> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(typed(element, path.index(elements.size())));
    }
    return elements;
  }

  private Value tuple(List<Type> types, ValuePath path) {
    require(JsonToken.START_ARRAY, "a JSON array is required", path);
    List<Value> elements = new ArrayList<>(types.size());
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (elements.size() == types.size()) {
        throw failure(path, "too many tuple elements (need " + types.size() + ")");
      }
      elements.add(typed(types.get(elements.size()), path.index(elements.size())));
    }
    if (elements.size() < types.size()) {
      throw failure(path, "not enough tuple elements (need " + types.size() + ")");
    }
    return new Value.TupleValue(elements);
  }

  private Value map(Type element, ValuePath path) {
    require(JsonToken.START_OBJECT, "a JSON object is required", path);
    TreeMap<String, Value> entries = new TreeMap<>(Value.KEY_ORDER);
    String key = parser.nextName();
    while (key != null) {
      parser.nextToken();
      entries.put(Values.normalize(key), typed(element, path.index(key)));
      key = parser.nextName();
    }
    return new Value.MapValue(element, entries);
  }

  private Value object(SortedEntries<Type> types, ValuePath path) {
    require(JsonToken.START_OBJECT, "a JSON object is required", path);
    @Nullable Value[] values = new @Nullable Value[types.size()];
    int expected = 0;
    String name = parser.nextName();
    while (name != null) {
      // Attributes are almost always written in order.
      int at = types.indexOf(name, expected);
      if (at < 0) {
        throw failure(path, "unsupported attribute " + Quoting.quoted(name));
      }
      parser.nextToken();
      values[at] = typed(types.valueAt(at), path.attribute(name));
      expected = at + 1;
      name = parser.nextName();
    }
    return new Value.ObjectValue(
        types.mappedByIndex(
            index -> {
              Value value = values[index];
              return value == null ? Value.nullOf(types.valueAt(index)) : value;
            }));
  }

  /** A value together with its type. */
  private Value dynamic(ValuePath path) {
    require(JsonToken.START_OBJECT, "a JSON object with a type and a value is required", path);
    Optional<Type> type = Optional.empty();
    Optional<Value> value = Optional.empty();
    Optional<Value> untyped = Optional.empty();
    String name = parser.nextName();
    while (name != null) {
      parser.nextToken();
      switch (name) {
        case "type" -> type = Optional.of(TypeJson.read(parser));
        case "value" -> {
          // The type may follow the value; then the value is read with its implied type and
          // converted.
          if (type.isPresent()) {
            value = Optional.of(typed(type.get(), path));
          } else {
            untyped = Optional.of(implied(path));
          }
        }
        default -> throw failure(path, "unsupported attribute " + Quoting.quoted(name));
      }
      name = parser.nextName();
    }
    if (type.isEmpty()) {
      throw failure(path, "the type of the value is missing");
    }
    if (value.isPresent()) {
      return value.get();
    }
    if (untyped.isEmpty()) {
      throw failure(path, "the value beside the type is missing");
    }
    Type known = type.get();
    return ValueJson.parse(ValueJson.format(untyped.get()), known);
  }
}
