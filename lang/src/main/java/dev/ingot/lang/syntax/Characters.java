package dev.ingot.lang.syntax;

/** Classes of characters. Rules: the HCL native syntax specification. */
final class Characters {
  private Characters() {}

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** ID_Start of Unicode, or the underscore. */
  static boolean startsIdentifier(int c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }
    return Character.isUnicodeIdentifierStart(c);
  }

  /** ID_Continue of Unicode, or the hyphen. */
  static boolean continuesIdentifier(int c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || c == '_'
          || c == '-';
    }
    return Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
  }

  /** The index after the identifier that starts at an index; the index itself if none does. */
  static int identifierEnd(String text, int start) {
    int length = text.length();
    if (start >= length) {
      return start;
    }
    int c = text.codePointAt(start);
    if (!startsIdentifier(c)) {
      return start;
    }
    int at = start + Character.charCount(c);
    while (at < length) {
      char next = text.charAt(at);
      int point = next < 0x80 ? next : text.codePointAt(at);
      if (!continuesIdentifier(point)) {
        break;
      }
      at += point >= 0x10000 ? 2 : 1;
    }
    return at;
  }

  /** The index after the number whose first digit is at an index. */
  static int numberEnd(String text, int start) {
    int end = start + 1;
    int i = end;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (isDigit(c)) {
        end = ++i;
      } else if (c == '.') {
        i++;
      } else if (c == 'e' || c == 'E') {
        int digit = i + 1;
        if (digit < text.length() && (text.charAt(digit) == '+' || text.charAt(digit) == '-')) {
          digit++;
        }
        if (digit >= text.length() || !isDigit(text.charAt(digit))) {
          return end;
        }
        i = digit + 1;
        end = i;
      } else {
        return end;
      }
    }
    return end;
  }

  /** Unicode white space (White_Space). */
  static boolean isSpace(char c) {
    if (c < 0x80) {
      return c == ' ' || (c >= '\t' && c <= '\r');
    }
    return c == 0x85
        || c == 0xA0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200A)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202F
        || c == 0x205F
        || c == 0x3000;
  }

  static String trimStart(String text) {
    int at = 0;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return text.substring(at);
  }

  static String trimEnd(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }
}
