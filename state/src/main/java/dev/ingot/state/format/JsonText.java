package dev.ingot.state.format;

/** Text of JSON without blanks. */
public final class JsonText {
  private static final String HEXADECIMAL = "0123456789abcdef";

  private JsonText() {}

  /** Appends a text in quotes, escaped as state files do it. */
  public static void quote(String text, StringBuilder out) {
    out.append('"');
    int kept = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c != '"' && c != '\\' && !isEscaped(c)) {
        continue;
      }
      out.append(text, kept, i);
      kept = i + 1;
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> unicode(c, out);
      }
    }
    out.append(text, kept, text.length()).append('"');
  }

  /** Whether state files escape a character that JSON allows as it is. */
  static boolean isEscaped(char c) {
    return c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029';
  }

  /** Appends the escape of a character by its number. */
  static void unicode(char c, StringBuilder out) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEXADECIMAL.charAt((c >> shift) & 0xf));
    }
  }
}
