package dev.ingot.lang.syntax;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.syntax.JsonScanner.Kind;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parses JSON text. After an error in an object or array it continues after the closing bracket.
 */
final class JsonParser {
  private static final String START_OF_VALUE =
      "A JSON value must start with a brace, a bracket, a number, a string, or a keyword.";
  private static final String MISSING_COMMA = "Missing attribute seperator comma";
  private static final String MISSING_COLON = "Missing property value colon";

  private final SourceFile file;
  private final JsonScanner scanner;
  private final Diagnostics diagnostics;
  private int depth;

  private JsonParser(SourceFile file, Diagnostics diagnostics) {
    this.file = file;
    this.scanner = new JsonScanner(file);
    this.diagnostics = diagnostics;
  }

  /** The value of a file that may be read as a body: an object, or an array of them. */
  static JsonNode parseFile(SourceFile file, Diagnostics diagnostics) {
    Diagnostics found = new Diagnostics();
    JsonParser parser = new JsonParser(file, found);
    JsonNode root = parser.value();
    if (!found.hasErrors() && parser.scanner.kind() != Kind.END) {
      found.error(
          "Extraneous data after value",
          "Extra characters appear after the JSON value.",
          parser.scanner.range());
    }
    if (!(root instanceof JsonNode.ObjectNode) && !(root instanceof JsonNode.ArrayNode)) {
      found.error(
          "Root value must be object",
          "The root value in a JSON-based configuration must be either a JSON object or a JSON"
              + " array of objects.",
          root.startRange());
      SourceRange start = file.range(0, 0);
      root = new JsonNode.ObjectNode(List.of(), start, start, start);
    }
    diagnostics.addAll(found);
    return root;
  }

  private JsonNode value() {
    SourceRange range = scanner.range();
    return switch (scanner.kind()) {
      case OPEN_BRACE, OPEN_BRACKET -> nested();
      case NUMBER -> number();
      case STRING -> string();
      case KEYWORD -> keyword();
      case CLOSE_BRACE -> invalid("Missing JSON value", START_OF_VALUE, range);
      case CLOSE_BRACKET -> invalid("Missing array element value", START_OF_VALUE, range);
      case END -> invalid("Missing value", "The JSON data ends prematurely.", range);
      case COMMA, COLON, EQUAL, INVALID -> invalid("Invalid start of value", START_OF_VALUE, range);
    };
  }

  private JsonNode invalid(String summary, String detail, SourceRange range) {
    diagnostics.error(summary, detail, range);
    return new JsonNode.InvalidNode(range);
  }

  private JsonNode nested() {
    int open = scanner.start();
    if (depth >= TokenReader.NESTING_LIMIT) {
      SourceRange range = scanner.range();
      diagnostics.error(
          "Nesting too deep",
          "JSON values can be nested at most " + TokenReader.NESTING_LIMIT + " levels deep.",
          range);
      close(open, false);
      return new JsonNode.InvalidNode(range);
    }
    depth++;
    JsonNode result = scanner.kind() == Kind.OPEN_BRACE ? object() : array();
    depth--;
    return result;
  }

  /** Skips past the closing bracket of the open value, and returns the node for an error in it. */
  private JsonNode close(int open, boolean opened) {
    int levels = opened ? 1 : 0;
    while (scanner.kind() != Kind.END) {
      switch (scanner.kind()) {
        case OPEN_BRACE, OPEN_BRACKET -> levels++;
        case CLOSE_BRACE, CLOSE_BRACKET -> levels--;
        case COMMA, COLON, EQUAL, STRING, NUMBER, KEYWORD, INVALID, END -> {}
      }
      scanner.advance();
      if (levels == 0) {
        break;
      }
    }
    return new JsonNode.InvalidNode(file.range(open, open + 1));
  }

  private JsonNode fail(int open, String summary, String detail, SourceRange range) {
    diagnostics.error(summary, detail, range);
    return close(open, true);
  }

  private JsonNode object() {
    int open = scanner.start();
    SourceRange openRange = scanner.range();
    List<JsonNode.Property> properties = new ArrayList<>();
    scanner.advance();
    while (scanner.kind() != Kind.CLOSE_BRACE) {
      if (scanner.kind() != Kind.STRING) {
        return missingName(open, openRange);
      }
      SourceRange nameRange = scanner.range();
      if (!(string() instanceof JsonNode.StringNode name)) {
        return close(open, true);
      }
      if (scanner.kind() != Kind.COLON) {
        return missingColon(open);
      }
      scanner.advance();
      JsonNode value = value();
      if (value instanceof JsonNode.InvalidNode && !atSeparator(Kind.CLOSE_BRACE)) {
        return close(open, true);
      }
      properties.add(new JsonNode.Property(name.text(), nameRange, value));
      switch (scanner.kind()) {
        case CLOSE_BRACE -> {}
        case COMMA -> {
          SourceRange comma = scanner.range();
          scanner.advance();
          if (scanner.kind() == Kind.CLOSE_BRACE) {
            return fail(
                open,
                "Trailing comma in object",
                "JSON does not permit a trailing comma after the final property in an object.",
                comma);
          }
        }
        case END -> {
          return fail(
              open,
              "Unclosed object",
              "No closing brace was found for this JSON object.",
              openRange);
        }
        case CLOSE_BRACKET -> {
          return fail(
              open,
              "Mismatched braces",
              "A JSON object must be closed with a brace, not a bracket.",
              scanner.range());
        }
        case OPEN_BRACE, OPEN_BRACKET, COLON, EQUAL, STRING, NUMBER, KEYWORD, INVALID -> {
          return fail(
              open,
              MISSING_COMMA,
              "A comma must appear between each property definition in an object.",
              scanner.range());
        }
      }
    }
    SourceRange closeRange = scanner.range();
    scanner.advance();
    return new JsonNode.ObjectNode(properties, openRange, closeRange, openRange.to(closeRange));
  }

  private JsonNode missingName(int open, SourceRange openRange) {
    return switch (scanner.kind()) {
      case END ->
          fail(
              open,
              "Unclosed object",
              "No closing brace was found for this JSON object.",
              openRange);
      case CLOSE_BRACKET ->
          fail(
              open,
              "Mismatched braces",
              "A JSON object must be closed with a brace, not a bracket.",
              scanner.range());
      case COMMA, COLON, EQUAL, INVALID -> {
        SourceRange range = scanner.range();
        yield fail(open, "Invalid start of value", START_OF_VALUE, range);
      }
      case OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, STRING, NUMBER, KEYWORD ->
          fail(
              open,
              "Invalid object property name",
              "A JSON object property name must be a string",
              scanner.range());
    };
  }

  private JsonNode missingColon(int open) {
    SourceRange range = scanner.range();
    return switch (scanner.kind()) {
      case CLOSE_BRACE, COMMA ->
          fail(
              open,
              "Missing object value",
              "A JSON object attribute must have a value, introduced by a colon.",
              range);
      case EQUAL ->
          fail(
              open,
              MISSING_COLON,
              "JSON uses a colon as its name/value delimiter, not an equals sign.",
              range);
      case OPEN_BRACE, OPEN_BRACKET, CLOSE_BRACKET, COLON, STRING, NUMBER, KEYWORD, INVALID, END ->
          fail(
              open,
              MISSING_COLON,
              "A colon must appear between an object property's name and its value.",
              range);
    };
  }

  private boolean atSeparator(Kind close) {
    return scanner.kind() == Kind.COMMA || scanner.kind() == close || scanner.kind() == Kind.END;
  }

  private JsonNode array() {
    int open = scanner.start();
    SourceRange openRange = scanner.range();
    List<JsonNode> elements = new ArrayList<>();
    scanner.advance();
    while (scanner.kind() != Kind.CLOSE_BRACKET) {
      JsonNode element = value();
      if (element instanceof JsonNode.InvalidNode && !atSeparator(Kind.CLOSE_BRACKET)) {
        return close(open, true);
      }
      elements.add(element);
      switch (scanner.kind()) {
        case CLOSE_BRACKET -> {}
        case COMMA -> {
          SourceRange comma = scanner.range();
          scanner.advance();
          if (scanner.kind() == Kind.CLOSE_BRACKET) {
            return fail(
                open,
                "Trailing comma in array",
                "JSON does not permit a trailing comma after the final value in an array.",
                comma);
          }
        }
        case COLON -> {
          return fail(
              open,
              "Invalid array value",
              "A colon is not used to introduce values in a JSON array.",
              scanner.range());
        }
        case END -> {
          return fail(
              open,
              "Unclosed object",
              "No closing bracket was found for this JSON array.",
              openRange);
        }
        case CLOSE_BRACE -> {
          return fail(
              open,
              "Mismatched brackets",
              "A JSON array must be closed with a bracket, not a brace.",
              scanner.range());
        }
        case OPEN_BRACE, OPEN_BRACKET, EQUAL, STRING, NUMBER, KEYWORD, INVALID -> {
          return fail(
              open,
              MISSING_COMMA,
              "A comma must appear between each value in an array.",
              scanner.range());
        }
      }
    }
    SourceRange range = openRange.to(scanner.range());
    scanner.advance();
    return new JsonNode.ArrayNode(elements, openRange, range);
  }

  private JsonNode string() {
    SourceRange range = scanner.range();
    JsonStrings.Decoded decoded = JsonStrings.decode(range);
    scanner.advance();
    if (decoded.errorAt() < 0) {
      return new JsonNode.StringNode(decoded.source(), range);
    }
    int error = Math.min(decoded.errorAt(), range.end());
    diagnostics.add(
        Diagnostic.error(
                "Invalid JSON string",
                "There is a syntax error in the given JSON string.",
                file.range(error, Math.min(error + 1, range.end())))
            .in(range));
    return new JsonNode.InvalidNode(range);
  }

  private JsonNode number() {
    SourceRange range = scanner.range();
    String text = scanner.text();
    scanner.advance();
    Optional<BigFloat> number = isNumber(text) ? BigFloat.parse(text) : Optional.empty();
    if (number.isPresent()) {
      return new JsonNode.LiteralNode(new Value.NumberValue(number.get()), range);
    }
    return invalid(
        "Invalid JSON number", "There is a syntax error in the given JSON number.", range);
  }

  /** Whether a text is a number as defined by RFC 8259. */
  private static boolean isNumber(String text) {
    int at = text.startsWith("-") ? 1 : 0;
    int whole = digits(text, at);
    if (whole == at || (text.charAt(at) == '0' && whole > at + 1)) {
      return false;
    }
    at = whole;
    if (at < text.length() && text.charAt(at) == '.') {
      int fraction = digits(text, at + 1);
      if (fraction == at + 1) {
        return false;
      }
      at = fraction;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      int exponent = digits(text, at);
      if (exponent == at) {
        return false;
      }
      at = exponent;
    }
    return at == text.length();
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && Characters.isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private JsonNode keyword() {
    SourceRange range = scanner.range();
    String word = scanner.text();
    scanner.advance();
    return switch (word) {
      case "true" -> new JsonNode.LiteralNode(Values.TRUE, range);
      case "false" -> new JsonNode.LiteralNode(Values.FALSE, range);
      case "null" -> new JsonNode.NullNode(range);
      case "undefined", "NaN", "Infinity" ->
          invalid(
              "Invalid JSON keyword",
              "The JavaScript identifier " + Quoting.quoted(word) + " cannot be used in JSON.",
              range);
      default ->
          invalid(
              "Invalid JSON keyword",
              Quoting.quoted(word)
                  + " is not a valid JSON keyword."
                  + Suggestion.hint(word, List.of("true", "false", "null")),
              range);
    };
  }
}
