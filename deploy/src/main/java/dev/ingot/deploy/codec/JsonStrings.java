package dev.ingot.deploy.codec;

/** Text as JSON strings. */
final class JsonStrings {
  private static final String HEX = "0123456789abcdef";

  private JsonStrings() {}

  static void write(String text, StringBuilder out) {
    out.append('"');
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
      if (plain && c != '\u2028' && c != '\u2029') {
        continue;
      }
      out.append(text, start, i);
      start = i + 1;
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default ->
            out.append("\\u")
                .append(HEX.charAt(c >>> 12))
                .append(HEX.charAt((c >>> 8) & 15))
                .append(HEX.charAt((c >>> 4) & 15))
                .append(HEX.charAt(c & 15));
      }
    }
    out.append(text, start, text.length()).append('"');
  }
}
