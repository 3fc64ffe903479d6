package dev.ingot.lang.function.encoding;

import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.Limits;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Map;

/**
 * Values as JSON text, without spaces, keys in order. Characters that are dangerous in HTML are
 * escaped. Rules: the recorded behaviour of Terraform 1.11.
 */
public final class JsonText {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder();

  private JsonText() {}

  /** The JSON of a wholly known value, whatever its marks. */
  public static String of(Value value) throws FunctionFailure {
    JsonText text = new JsonText();
    text.write(value, 0);
    return text.out.toString();
  }

  private void write(Value value, int depth) throws FunctionFailure {
    if (depth > Limits.DEPTH) {
      throw new FunctionFailure("the value is nested more than " + Limits.DEPTH + " levels deep");
    }
    switch (value.unmarked()) {
      case Value.StringValue(String text) -> string(out, text);
      case Value.NumberValue number -> {
        if (number.number().isInfinite()) {
          throw new FunctionFailure("cannot serialize infinity as JSON");
        }
        out.append(number.number());
      }
      case Value.BoolValue(boolean truth) -> out.append(truth);
      case Value.NullValue ignored -> out.append("null");
      case Value.ListValue list -> array(list.elements(), depth);
      case Value.SetValue set -> array(set.elements(), depth);
      case Value.TupleValue tuple -> array(tuple.elements(), depth);
      case Value.MapValue map -> object(map.entries(), depth);
      case Value.ObjectValue object -> object(object.attributes(), depth);
      case Value.UnknownValue ignored -> throw new FunctionFailure("value is not known");
      case Value.MarkedValue marked -> write(marked.inner(), depth);
    }
    Limits.requireText(out.length());
  }

  private void array(List<Value> elements, int depth) throws FunctionFailure {
    out.append('[');
    for (int i = 0; i < elements.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      write(elements.get(i), depth + 1);
    }
    out.append(']');
  }

  private void object(Map<String, Value> entries, int depth) throws FunctionFailure {
    out.append('{');
    boolean first = true;
    for (Map.Entry<String, Value> entry : entries.entrySet()) {
      if (!first) {
        out.append(',');
      }
      first = false;
      string(out, entry.getKey());
      out.append(':');
      write(entry.getValue(), depth + 1);
    }
    out.append('}');
  }

  /** Appends a JSON string. */
  static void string(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '<', '>', '&', '\u2028', '\u2029' -> escape(out, c);
        default -> {
          if (c < 0x20) {
            escape(out, c);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static void escape(StringBuilder out, char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX.charAt(c >> shift & 0xf));
    }
  }
}
