package dev.ingot.provider.builtin;

import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Values as expressions of the language, in the formatter's layout. Rules: the recorded behaviour
 * of {@code encode_expr} and {@code encode_tfvars}.
 */
final class ExpressionText {
  private static final String HEXADECIMAL = "0123456789abcdef";

  private ExpressionText() {}

  /** A value as an expression. */
  static String expression(Value value) {
    StringBuilder text = new StringBuilder();
    write(value, text);
    return layout(text.toString());
  }

  /** Attributes, one a line or more. */
  static String attributes(Map<String, Value> attributes) {
    StringBuilder text = new StringBuilder();
    attributes.forEach(
        (name, value) -> {
          text.append(name).append(" = ");
          write(value, text);
          text.append('\n');
        });
    return layout(text.toString());
  }

  private static void write(Value value, StringBuilder text) {
    switch (value.unmarked()) {
      case Value.NullValue _, Value.UnknownValue _ -> text.append("null");
      case Value.StringValue(String characters) -> quote(characters, text);
      case Value.NumberValue(var number) -> text.append(number);
      case Value.BoolValue(boolean truth) -> text.append(truth);
      case Value.ListValue(var _, var elements) -> list(elements, text);
      case Value.SetValue(var _, var elements) -> list(elements, text);
      case Value.TupleValue(var elements) -> list(elements, text);
      case Value.MapValue(var _, var entries) -> object(entries, text);
      case Value.ObjectValue(var entries) -> object(entries, text);
      case Value.MarkedValue(Value inner, var _) -> write(inner, text);
    }
  }

  private static void list(List<Value> elements, StringBuilder text) {
    text.append('[');
    String separator = "";
    for (Value element : elements) {
      text.append(separator);
      write(element, text);
      separator = ", ";
    }
    text.append(']');
  }

  private static void object(Map<String, Value> entries, StringBuilder text) {
    if (entries.isEmpty()) {
      text.append("{}");
      return;
    }
    text.append("{\n");
    entries.forEach(
        (name, value) -> {
          if (isIdentifier(name)) {
            text.append(name);
          } else {
            quote(name, text);
          }
          text.append(" = ");
          write(value, text);
          text.append('\n');
        });
    text.append('}');
  }

  /** Whether a name can stand without quotes. */
  static boolean isIdentifier(String name) {
    if (name.isEmpty() || !Character.isUnicodeIdentifierStart(name.codePointAt(0))) {
      return false;
    }
    return name.codePoints()
        .allMatch(
            c ->
                c == '-'
                    || (Character.isUnicodeIdentifierPart(c)
                        && !Character.isIdentifierIgnorable(c)));
  }

  private static void quote(String characters, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < characters.length(); i++) {
      char c = characters.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '$', '%' -> {
          text.append(c);
          if (i + 1 < characters.length() && characters.charAt(i + 1) == '{') {
            text.append(c);
          }
        }
        default -> {
          if (c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029) {
            text.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
              text.append(HEXADECIMAL.charAt((c >> shift) & 0xf));
            }
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  /** Indents lines and aligns the signs of equality of neighbours that fill one line each. */
  private static String layout(String text) {
    List<String> lines = List.of(text.split("\n", -1));
    List<Integer> levels = new ArrayList<>();
    List<String> result = new ArrayList<>();
    int group = 0;
    for (String line : lines) {
      int net = net(line);
      if (net < 0) {
        close(levels, -net);
      }
      boolean aligned = net == 0 && assignment(line) > 0;
      if (!aligned) {
        align(result, group);
        group = result.size() + 1;
      }
      result.add(line.isEmpty() ? line : "  ".repeat(levels.size()) + line);
      if (net > 0) {
        levels.add(net);
      }
    }
    align(result, group);
    return String.join("\n", result);
  }

  private static void close(List<Integer> levels, int count) {
    int left = count;
    while (left > 0 && !levels.isEmpty()) {
      int top = levels.removeLast();
      if (top > left) {
        levels.add(top - left);
      }
      left -= top;
    }
  }

  private static void align(List<String> lines, int from) {
    int widest = 0;
    for (String line : lines.subList(Math.min(from, lines.size()), lines.size())) {
      widest = Math.max(widest, width(line, assignment(line)));
    }
    for (int i = from; i < lines.size(); i++) {
      String line = lines.get(i);
      int sign = assignment(line);
      String padding = " ".repeat(widest - width(line, sign));
      lines.set(i, line.substring(0, sign) + padding + line.substring(sign));
    }
  }

  private static int width(String line, int end) {
    return line.codePointCount(0, Math.max(end, 0));
  }

  /** The index of {@code " = "} outside of quotes; negative if there is none. */
  private static int assignment(String line) {
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && line.startsWith(" = ", i)) {
        return i;
      }
    }
    return -1;
  }

  private static int net(String line) {
    int net = 0;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted) {
        net += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      }
    }
    return net;
  }
}
