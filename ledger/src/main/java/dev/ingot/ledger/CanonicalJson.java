package dev.ingot.ledger;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Brings JSON into canonical form, so that equal content has an equal hash. */
final class CanonicalJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private CanonicalJson() {}

  static String object(String json) {
    try (JsonParser parser = parser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("a ledger payload is a JSON object");
      }
      String canonical = value(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException(
            "a ledger payload is one JSON object, but there is text after it");
      }
      return canonical;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  static JsonParser parser(String json) {
    return FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  // Recursion is bounded by the parser's own limit on nesting.
  private static String value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        SortedMap<String, String> members = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, value(parser));
        }
        yield JsonText.object(members);
      }
      case START_ARRAY -> {
        List<String> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser));
        }
        yield JsonText.array(elements);
      }
      case VALUE_STRING -> JsonText.quoted(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      case VALUE_NULL -> "null";
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalArgumentException("not JSON: unexpected " + parser.currentToken());
    };
  }

  private static String number(String digits) {
    BigDecimal number = new BigDecimal(digits);
    if (number.signum() == 0) {
      return "0";
    }
    BigDecimal stripped = number.stripTrailingZeros();
    // Plain digits where they are short; otherwise an exponent, so that 1e999999 stays small.
    return stripped.scale() <= 0 && stripped.precision() - (long) stripped.scale() <= 40
        ? stripped.toPlainString()
        : stripped.toString();
  }
}
