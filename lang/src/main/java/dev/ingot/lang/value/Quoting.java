package dev.ingot.lang.value;

/** Text in double quotes, with escapes, for messages. Rules: Go's {@code %q}. */
public final class Quoting {
  private static final String HEX = "0123456789abcdef";

  /** The limit for a text in a message, in UTF-16 units. */
  private static final int SHOWN = 2_000;

  private static final int SHOWN_OF_END = 200;

  private Quoting() {}

  /** The text quoted. */
  public static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2);
    append(quoted, text);
    return quoted.toString();
  }

  /** A message that may contain a user's value, with the middle omitted if it is very long. */
  public static String abbreviated(String message) {
    if (message.length() <= SHOWN) {
      return message;
    }
    int from = boundary(message, SHOWN - SHOWN_OF_END);
    int to = boundary(message, message.length() - SHOWN_OF_END);
    return message.substring(0, from)
        + "... ("
        + (to - from)
        + " characters omitted) ..."
        + message.substring(to);
  }

  /** The index itself, or the one before if it would split a surrogate pair. */
  private static int boundary(String text, int index) {
    return Character.isLowSurrogate(text.charAt(index)) ? index - 1 : index;
  }

  static void append(StringBuilder quoted, String text) {
    quoted.append('"');
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case 7 -> quoted.append("\\a");
        case '\b' -> quoted.append("\\b");
        case '\f' -> quoted.append("\\f");
        case 11 -> quoted.append("\\v");
        default -> {
          if (c < ' ' || c == 0x7f) {
            hex(quoted.append("\\x"), c, 2);
          } else if (c < 0x7f || isPrintable(c)) {
            quoted.appendCodePoint(c);
          } else if (c < 0x10000) {
            hex(quoted.append("\\u"), c, 4);
          } else {
            hex(quoted.append("\\U"), c, 8);
          }
        }
      }
    }
    quoted.append('"');
  }

  private static void hex(StringBuilder quoted, int c, int digits) {
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
      quoted.append(HEX.charAt(c >> shift & 0xf));
    }
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
