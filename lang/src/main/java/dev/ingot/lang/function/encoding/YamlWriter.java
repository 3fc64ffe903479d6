package dev.ingot.lang.function.encoding;

import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.Limits;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Map;

/**
 * Values as YAML in block style. Text and keys are always in double quotes, multi-line text is a
 * literal block if YAML can represent it as one. Rules: the recorded behaviour of Terraform 1.11.
 */
final class YamlWriter {
  private static final int STEP = 2;
  private static final int WIDTH = 80;
  private static final int LONGEST_SIMPLE_KEY = 128;
  private static final String HEX = "0123456789ABCDEF";

  private final StringBuilder out = new StringBuilder();
  private int lineStart;

  private YamlWriter() {}

  static String write(Value value) throws FunctionFailure {
    YamlWriter writer = new YamlWriter();
    writer.node(value.unmarked(), -STEP, false, 0);
    writer.endLine();
    boolean plain =
        switch (value.unmarked()) {
          case Value.NumberValue ignored -> true;
          case Value.BoolValue ignored -> true;
          case Value.NullValue ignored -> true;
          case Value.StringValue ignored -> false;
          case Value.ListValue ignored -> false;
          case Value.SetValue ignored -> false;
          case Value.TupleValue ignored -> false;
          case Value.MapValue ignored -> false;
          case Value.ObjectValue ignored -> false;
          case Value.UnknownValue ignored -> false;
          case Value.MarkedValue ignored -> false;
        };
    return plain ? writer.out + "...\n" : writer.out.toString();
  }

  private void endLine() {
    if (out.length() > lineStart) {
      newLine();
    }
  }

  private void newLine() {
    out.append('\n');
    lineStart = out.length();
  }

  private void indent(int columns) {
    endLine();
    out.repeat(' ', Math.max(0, columns));
  }

  /**
   * Writes a value at the current position.
   *
   * @param indent of the collection it is in
   * @param afterKey whether it is the value of a key
   */
  private void node(Value value, int indent, boolean afterKey, int depth) throws FunctionFailure {
    if (depth > Limits.DEPTH) {
      throw new FunctionFailure("the value is nested more than " + Limits.DEPTH + " levels deep");
    }
    switch (value.unmarked()) {
      case Value.NullValue ignored -> scalar("null", afterKey);
      case Value.BoolValue(boolean truth) -> scalar(truth ? "true" : "false", afterKey);
      case Value.NumberValue(BigFloat number) ->
          scalar(
              number.isInfinite() ? number.isNegative() ? "-.inf" : ".inf" : number.toString(),
              afterKey);
      case Value.StringValue(String text) -> {
        space(afterKey);
        text(text, Math.max(STEP, indent + STEP));
      }
      case Value.ListValue list -> sequence(list.elements(), indent, afterKey, depth);
      case Value.SetValue set -> sequence(set.elements(), indent, afterKey, depth);
      case Value.TupleValue tuple -> sequence(tuple.elements(), indent, afterKey, depth);
      case Value.MapValue map -> mapping(map.entries(), indent, afterKey, depth);
      case Value.ObjectValue object -> mapping(object.attributes(), indent, afterKey, depth);
      case Value.UnknownValue ignored -> throw new FunctionFailure("value is not known");
      case Value.MarkedValue marked -> node(marked.inner(), indent, afterKey, depth);
    }
    Limits.requireText(out.length());
  }

  private void space(boolean afterKey) {
    if (afterKey) {
      out.append(' ');
    }
  }

  private void scalar(String text, boolean afterKey) {
    space(afterKey);
    out.append(text);
  }

  private void sequence(List<Value> elements, int indent, boolean afterKey, int depth)
      throws FunctionFailure {
    if (elements.isEmpty()) {
      scalar("[]", afterKey);
      return;
    }
    // A list that is the value of a key isn't indented any further than the key.
    int own = afterKey ? indent : indent + STEP;
    for (int i = 0; i < elements.size(); i++) {
      if (i > 0 || afterKey) {
        indent(own);
      }
      out.append("- ");
      node(elements.get(i), own, false, depth + 1);
    }
  }

  private void mapping(Map<String, Value> entries, int indent, boolean afterKey, int depth)
      throws FunctionFailure {
    if (entries.isEmpty()) {
      scalar("{}", afterKey);
      return;
    }
    int own = indent + STEP;
    boolean first = true;
    for (Map.Entry<String, Value> entry : entries.entrySet()) {
      if (!first || afterKey) {
        indent(own);
      }
      first = false;
      String key = entry.getKey();
      if (key.length() <= LONGEST_SIMPLE_KEY && key.indexOf('\n') < 0) {
        quoted(key, own, false);
      } else {
        out.append("? ");
        text(key, own + STEP);
        indent(own);
      }
      out.append(':');
      node(entry.getValue(), own, true, depth + 1);
    }
  }

  private void text(String text, int indent) {
    if (text.indexOf('\n') >= 0 && fitsBlock(text)) {
      block(text, indent);
    } else {
      quoted(text, indent, true);
    }
  }

  /** Whether a literal block can represent a text: all printable, no spaces before line ends. */
  private static boolean fitsBlock(String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c != '\n' && !isPrintable(c)) {
        return false;
      }
      if (c == ' ' && (i == text.length() || isBreak(text.codePointAt(i)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBreak(int c) {
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  /** The characters that the recorded emitter doesn't escape; none beyond 16 bits. */
  private static boolean isPrintable(int c) {
    return (c >= 0x20 && c <= 0x7e)
        || (c >= 0xa0 && c < 0xd800)
        || (c >= 0xe000 && c < 0xfffe && c != 0xfeff);
  }

  private void block(String text, int indent) {
    out.append('|');
    if (text.charAt(0) == ' ' || isBreak(text.charAt(0))) {
      out.append(STEP);
    }
    if (!text.endsWith("\n")) {
      out.append('-');
    } else if (text.length() == 1 || isBreak(text.charAt(text.length() - 2))) {
      out.append('+');
    }
    newLine();
    boolean atStart = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isBreak(c)) {
        out.append(c);
        lineStart = out.length();
        atStart = true;
      } else {
        if (atStart) {
          out.repeat(' ', Math.max(0, indent));
        }
        out.append(c);
        atStart = false;
      }
    }
  }

  private void quoted(String text, int indent, boolean fold) {
    out.append('"');
    boolean afterSpace = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      if (c == ' ') {
        if (fold && !afterSpace && column() > WIDTH && i > 0 && next < text.length()) {
          newLine();
          out.repeat(' ', Math.max(0, indent));
          if (text.charAt(next) == ' ') {
            out.append('\\');
          }
        } else {
          out.append(' ');
        }
        afterSpace = true;
      } else {
        if (!isPrintable(c) || isBreak(c) || c == '"' || c == '\\') {
          escape(c);
        } else {
          out.appendCodePoint(c);
        }
        afterSpace = false;
      }
      i = next;
    }
    out.append('"');
  }

  private int column() {
    return out.codePointCount(lineStart, out.length());
  }

  private void escape(int c) {
    out.append('\\');
    switch (c) {
      case 0 -> out.append('0');
      case 7 -> out.append('a');
      case '\b' -> out.append('b');
      case '\t' -> out.append('t');
      case '\n' -> out.append('n');
      case 11 -> out.append('v');
      case '\f' -> out.append('f');
      case '\r' -> out.append('r');
      case 0x1b -> out.append('e');
      case '"' -> out.append('"');
      case '\\' -> out.append('\\');
      case 0x85 -> out.append('N');
      case 0x2028 -> out.append('L');
      case 0x2029 -> out.append('P');
      default -> {
        if (c <= 0xff) {
          hex('x', c, 2);
        } else if (c <= 0xffff) {
          hex('u', c, 4);
        } else {
          hex('U', c, 8);
        }
      }
    }
  }

  private void hex(char kind, int c, int digits) {
    out.append(kind);
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
      out.append(HEX.charAt(c >> shift & 0xf));
    }
  }
}
