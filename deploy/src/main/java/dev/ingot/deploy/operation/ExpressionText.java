package dev.ingot.deploy.operation;

import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.Values;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** Values as expressions of the language, before layout. Rules: recorded from Terraform 1.11. */
final class ExpressionText {
  private ExpressionText() {}

  /** An expression for a value, which has no unknown parts; marks are left out. */
  static String of(Value value) {
    return switch (value.unmarked()) {
      case Value.NullValue _, Value.UnknownValue _ -> "null";
      case Value.BoolValue(boolean truth) -> Boolean.toString(truth);
      case Value.NumberValue(BigFloat number) -> number.toString();
      case Value.StringValue(String text) -> string(text);
      case Value.ListValue(var _, List<Value> elements) -> sequence(elements);
      case Value.SetValue(var _, List<Value> elements) -> sequence(elements);
      case Value.TupleValue(List<Value> elements) -> sequence(elements);
      case Value.MapValue(var _, Map<String, Value> entries) -> entries(entries);
      case Value.ObjectValue(Map<String, Value> attributes) -> entries(attributes);
      case Value.MarkedValue marked -> of(marked.unmarked());
    };
  }

  /** The same, where a text that is a JSON document becomes a call of {@code jsonencode}. */
  static String readable(Value value) {
    return Values.text(value)
        .flatMap(ExpressionText::document)
        .map(document -> "jsonencode(" + of(document) + ")")
        .orElseGet(() -> of(value));
  }

  /** A text in quotes. */
  static String string(String text) {
    String quoted = Quoting.quoted(text);
    StringBuilder escaped = new StringBuilder(quoted.length() + 8);
    for (int i = 0; i < quoted.length(); i++) {
      char c = quoted.charAt(i);
      escaped.append(c);
      if ((c == '$' || c == '%') && i + 1 < quoted.length() && quoted.charAt(i + 1) == '{') {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** A name as the key of an object: bare where that is possible. */
  static String key(String name) {
    return isIdentifier(name) ? name : string(name);
  }

  private static String sequence(List<Value> elements) {
    return "[" + String.join(", ", elements.stream().map(ExpressionText::of).toList()) + "]";
  }

  private static String entries(Map<String, Value> entries) {
    if (entries.isEmpty()) {
      return "{}";
    }
    StringBuilder text = new StringBuilder("{\n");
    entries.forEach(
        (name, value) -> text.append(key(name)).append(" = ").append(of(value)).append('\n'));
    return text.append('}').toString();
  }

  /** Only documents with a structure, or null: other texts are as readable as they are. */
  private static Optional<Value> document(String text) {
    String stripped = text.strip();
    if (!stripped.startsWith("{") && !stripped.startsWith("[") && !stripped.equals("null")) {
      return Optional.empty();
    }
    try {
      return Optional.of(ValueJson.parse(text));
    } catch (JacksonException | ValueJsonException e) {
      return Optional.empty();
    }
  }

  private static boolean isIdentifier(String name) {
    Iterator<Integer> characters = name.codePoints().iterator();
    boolean first = true;
    while (characters.hasNext()) {
      int c = characters.next();
      boolean fits =
          c == '_'
              || (first
                  ? Character.isUnicodeIdentifierStart(c)
                  : c == '-'
                      || (Character.isUnicodeIdentifierPart(c)
                          && !Character.isIdentifierIgnorable(c)));
      if (!fits) {
        return false;
      }
      first = false;
    }
    return !first;
  }
}
