package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.value.Quoting;

/** Reads the text of string literals: escapes, and doubled template markers. */
final class StringEscapes {
  private final TokenReader reader;

  StringEscapes(TokenReader reader) {
    this.reader = reader;
  }

  /** The content of a text token. */
  String read(int token) {
    String text = reader.text(token);
    boolean quoted = reader.kind(token) == TokenKind.QUOTED_TEXT;
    if (!hasEscapes(text, quoted)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\' && quoted) {
        at = escape(token, text, at, out);
      } else if ((c == '$' || c == '%') && isDoubled(text, at, c)) {
        out.append(c).append('{');
        at += 3;
      } else {
        out.append(c);
        at++;
      }
    }
    return out.toString();
  }

  private static boolean hasEscapes(String text, boolean quoted) {
    return (quoted && text.indexOf('\\') >= 0) || text.contains("$${") || text.contains("%%{");
  }

  private static boolean isDoubled(String text, int at, char marker) {
    return at + 2 < text.length() && text.charAt(at + 1) == marker && text.charAt(at + 2) == '{';
  }

  private int escape(int token, String text, int at, StringBuilder out) {
    int selectorEnd = at + 1 + Character.charCount(text.codePointAt(at + 1));
    switch (text.charAt(at + 1)) {
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case '"' -> out.append('"');
      case '\\' -> out.append('\\');
      case 'u' -> {
        return unicode(token, text, at, 4, out);
      }
      case 'U' -> {
        return unicode(token, text, at, 8, out);
      }
      default -> {
        String selector = text.substring(at + 1, selectorEnd);
        reader.error(
            "Invalid escape sequence",
            "The symbol " + Quoting.quoted(selector) + " is not a valid escape sequence selector.",
            part(token, at, selectorEnd));
        out.append(text, at, selectorEnd);
      }
    }
    return selectorEnd;
  }

  private int unicode(int token, String text, int at, int digits, StringBuilder out) {
    int end = at + 2;
    long point = 0;
    while (end < text.length() && end < at + 2 + digits) {
      int digit = text.charAt(end) < 0x80 ? Character.digit(text.charAt(end), 16) : -1;
      if (digit < 0) {
        break;
      }
      point = point * 16 + digit;
      end++;
    }
    if (end < at + 2 + digits) {
      reader.error(
          "Invalid escape sequence",
          digits == 4
              ? "The \\u escape sequence must be followed by four hexadecimal digits."
              : "The \\U escape sequence must be followed by eight hexadecimal digits.",
          part(token, at, end));
      out.append(text, at, end);
    } else if (point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) {
      StringBuilder hex = new StringBuilder(Long.toHexString(point));
      while (hex.length() < 4) {
        hex.insert(0, '0');
      }
      reader.error(
          "Invalid escape sequence",
          "Cannot encode character U+" + hex + " in UTF-8.",
          part(token, at, end));
      out.append('\uFFFD');
    } else {
      out.appendCodePoint((int) point);
    }
    return end;
  }

  private SourceRange part(int token, int from, int to) {
    int start = reader.startOf(token);
    return reader.source().range(start + from, start + to);
  }
}
