package dev.ingot.cli.view;

import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;

/** The text of single values in views. */
final class ValueText {
  private ValueText() {}

  /** A primitive or null as the language writes it. */
  static String scalar(Value value) {
    return switch (value) {
      case Value.StringValue(String text) -> quoted(text);
      case Value.NumberValue number -> number.number().toString();
      case Value.BoolValue(boolean truth) -> truth ? "true" : "false";
      default -> "null";
    };
  }

  /** A string in quotes, escaped as Go escapes it. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f) {
            quoted.append(String.format(java.util.Locale.ROOT, "\\x%02x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  /**
   * The key of a map or object: a map's keys are quoted, an object's only if they are not names.
   */
  static String key(String key, boolean map) {
    return map || !isName(key) ? quoted(key) : key;
  }

  private static boolean isName(String key) {
    if (key.isEmpty() || !Character.isUnicodeIdentifierStart(key.codePointAt(0))) {
      return key.startsWith("_");
    }
    int at = 0;
    while (at < key.length()) {
      int c = key.codePointAt(at);
      if (c != '-'
          && (!Character.isUnicodeIdentifierPart(c) || Character.isIdentifierIgnorable(c))) {
        return false;
      }
      at += Character.charCount(c);
    }
    return true;
  }

  /** The width of a text in columns. */
  static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /** The text of a string value, or of any other scalar. */
  static String plain(Value value) {
    return value instanceof Value.StringValue(String text) ? text : scalar(value);
  }

  /** The lines of a text; a trailing line end does not start another line. */
  static List<String> lines(String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (lines.size() > 1 && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }
}
