package dev.ingot.deploy.codec;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Copies a value's JSON text. */
final class RawCopy {
  private RawCopy() {}

  /** The next value of the parser. */
  static String next(JsonParser parser) {
    StringBuilder out = new StringBuilder();
    copy(parser, parser.nextToken(), out);
    return out.toString();
  }

  private static void copy(JsonParser parser, JsonToken token, StringBuilder out) {
    int depth = 0;
    boolean separate = false;
    JsonToken at = token;
    while (true) {
      switch (at) {
        case START_OBJECT, START_ARRAY -> {
          separate(separate, out);
          out.append(at == JsonToken.START_OBJECT ? '{' : '[');
          separate = false;
          depth++;
        }
        case END_OBJECT, END_ARRAY -> {
          out.append(at == JsonToken.END_OBJECT ? '}' : ']');
          separate = true;
          depth--;
        }
        case PROPERTY_NAME -> {
          separate(separate, out);
          JsonStrings.write(parser.currentName(), out);
          out.append(':');
          separate = false;
        }
        case VALUE_STRING -> {
          separate(separate, out);
          JsonStrings.write(parser.getString(), out);
          separate = true;
        }
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> {
          separate(separate, out);
          out.append(parser.getString());
          separate = true;
        }
        case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new CodecException("unexpected token");
      }
      if (depth == 0) {
        return;
      }
      JsonToken next = parser.nextToken();
      if (next == null) {
        throw new CodecException("unexpected end");
      }
      at = next;
    }
  }

  private static void separate(boolean needed, StringBuilder out) {
    if (needed) {
      out.append(',');
    }
  }
}
