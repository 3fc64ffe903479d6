package dev.ingot.lang.function.encoding;

import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.Limits;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads JSON text (RFC 8259) to a value of the type it implies: arrays are tuples, objects are
 * objects, the last of equal names counts. Half of a surrogate pair becomes the replacement
 * character.
 */
public final class JsonReader {
  private static final String LOOKING_FOR_VALUE = " looking for beginning of value";

  private final String text;
  private int index;

  private JsonReader(String text) {
    this.text = text;
  }

  /** The value of a text that contains nothing else. */
  public static Value read(String text) throws FunctionFailure {
    JsonReader reader = new JsonReader(text);
    reader.skipSpace();
    if (reader.index == text.length()) {
      throw new FunctionFailure("EOF");
    }
    Value value = reader.value(0);
    reader.skipSpace();
    if (reader.index < text.length()) {
      throw new FunctionFailure("extraneous data after JSON object");
    }
    return value;
  }

  private void skipSpace() {
    while (index < text.length() && " \t\r\n".indexOf(text.charAt(index)) >= 0) {
      index++;
    }
  }

  private int peek() {
    return index < text.length() ? text.charAt(index) : -1;
  }

  private FunctionFailure unexpected(String where) {
    if (index >= text.length()) {
      return new FunctionFailure("unexpected EOF");
    }
    int c = text.codePointAt(index);
    String shown =
        switch (c) {
          case '\'' -> "'\\''";
          case '\n' -> "'\\n'";
          case '\r' -> "'\\r'";
          case '\t' -> "'\\t'";
          default ->
              c < 0x20
                  ? "'\\x" + (c < 0x10 ? "0" : "") + Integer.toHexString(c) + "'"
                  : "'" + Character.toString(c) + "'";
        };
    return new FunctionFailure("invalid character " + shown + where);
  }

  private Value value(int depth) throws FunctionFailure {
    if (depth > Limits.DEPTH) {
      throw new FunctionFailure("the text is nested more than " + Limits.DEPTH + " levels deep");
    }
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> Value.of(string());
      case 't' -> word("true", Values.TRUE);
      case 'f' -> word("false", Values.FALSE);
      case 'n' -> word("null", Values.NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw unexpected(LOOKING_FOR_VALUE);
    };
  }

  private Value word(String word, Value value) throws FunctionFailure {
    for (int i = 0; i < word.length(); i++, index++) {
      if (peek() != word.charAt(i)) {
        throw unexpected(" in literal " + word + " (expecting '" + word.charAt(i) + "')");
      }
    }
    return value;
  }

  private Value number() throws FunctionFailure {
    int start = index;
    if (peek() == '-') {
      index++;
    }
    if (peek() == '0') {
      index++;
    } else {
      digits(" in numeric literal");
    }
    if (peek() == '.') {
      index++;
      digits(" after decimal point in numeric literal");
    }
    if (peek() == 'e' || peek() == 'E') {
      index++;
      if (peek() == '+' || peek() == '-') {
        index++;
      }
      digits(" in exponent of numeric literal");
    }
    Optional<BigFloat> number = BigFloat.parse(text.substring(start, index));
    return new Value.NumberValue(
        number.orElseThrow(() -> new FunctionFailure("a number is too large")));
  }

  private void digits(String where) throws FunctionFailure {
    int start = index;
    while (peek() >= '0' && peek() <= '9') {
      index++;
    }
    if (index == start) {
      throw unexpected(where);
    }
  }

  private Value array(int depth) throws FunctionFailure {
    List<Value> elements = new ArrayList<>();
    index++;
    skipSpace();
    if (peek() == ']') {
      index++;
      return new Value.TupleValue(elements);
    }
    while (true) {
      skipSpace();
      elements.add(value(depth + 1));
      skipSpace();
      if (peek() == ']') {
        index++;
        return new Value.TupleValue(elements);
      }
      if (peek() != ',') {
        throw unexpected(" after array element");
      }
      index++;
    }
  }

  private Value object(int depth) throws FunctionFailure {
    TreeMap<String, Value> attributes = new TreeMap<>(Value.KEY_ORDER);
    index++;
    skipSpace();
    if (peek() == '}') {
      index++;
      return new Value.ObjectValue(attributes);
    }
    while (true) {
      skipSpace();
      if (index >= text.length()) {
        throw new FunctionFailure("EOF");
      }
      if (peek() != '"') {
        // What the recorded program says of the first one has no end.
        throw unexpected(attributes.isEmpty() ? "" : " looking for beginning of object key string");
      }
      String name = Value.of(string()) instanceof Value.StringValue(String normal) ? normal : "";
      skipSpace();
      if (peek() != ':') {
        throw unexpected(" after object key");
      }
      index++;
      skipSpace();
      attributes.put(name, value(depth + 1));
      skipSpace();
      if (peek() == '}') {
        index++;
        return new Value.ObjectValue(attributes);
      }
      if (peek() != ',') {
        throw unexpected(" after object key:value pair");
      }
      index++;
    }
  }

  private String string() throws FunctionFailure {
    index++;
    int start = index;
    while (index < text.length()) {
      char c = text.charAt(index);
      if (c == '"') {
        return text.substring(start, index++);
      }
      if (c == '\\') {
        return escaped(new StringBuilder(text.substring(start, index)));
      }
      if (c < 0x20) {
        throw unexpected(" in string literal");
      }
      index++;
    }
    throw new FunctionFailure("unexpected EOF");
  }

  private String escaped(StringBuilder out) throws FunctionFailure {
    while (index < text.length()) {
      char c = text.charAt(index);
      if (c == '"') {
        index++;
        return out.toString();
      }
      if (c == '\\') {
        index++;
        escape(out);
      } else if (c < 0x20) {
        throw unexpected(" in string literal");
      } else {
        out.append(c);
        index++;
      }
    }
    throw new FunctionFailure("unexpected EOF");
  }

  private void escape(StringBuilder out) throws FunctionFailure {
    int c = peek();
    switch (c) {
      case '"', '\\', '/' -> out.append((char) c);
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'u' -> {
        unicode(out);
        return;
      }
      default -> throw unexpected(" in string escape code");
    }
    index++;
  }

  private void unicode(StringBuilder out) throws FunctionFailure {
    char unit = hex();
    if (Character.isHighSurrogate(unit) && text.startsWith("\\u", index)) {
      int back = index;
      index++;
      char low = hex();
      if (Character.isLowSurrogate(low)) {
        out.append(unit).append(low);
        return;
      }
      index = back;
    }
    out.append(Character.isSurrogate(unit) ? '\ufffd' : unit);
  }

  /** The four digits after the {@code u} at the index. */
  private char hex() throws FunctionFailure {
    index++;
    int unit = 0;
    for (int i = 0; i < 4; i++, index++) {
      int digit = peek() >= 0 && peek() < 0x80 ? Character.digit(peek(), 16) : -1;
      if (digit < 0) {
        throw unexpected(" in \\u hexadecimal character escape");
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }
}
