package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;

/** Splits JSON text into tokens, one at a time. */
final class JsonScanner {
  /** The kinds of JSON tokens. */
  enum Kind {
    OPEN_BRACE,
    CLOSE_BRACE,
    OPEN_BRACKET,
    CLOSE_BRACKET,
    COMMA,
    COLON,
    EQUAL,
    STRING,
    NUMBER,
    KEYWORD,
    INVALID,
    END
  }

  private final SourceFile file;
  private final String text;
  private Kind kind = Kind.END;
  private int start;
  private int end;

  JsonScanner(SourceFile file) {
    this.file = file;
    this.text = file.text();
    if (text.startsWith("\uFEFF")) {
      end = 1;
    }
    advance();
  }

  /** The kind of the current token. */
  Kind kind() {
    return kind;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  String text() {
    return text.substring(start, end);
  }

  /** The range of the current token. */
  SourceRange range() {
    return file.range(start, end);
  }

  /** Advances to the next token, but never past the end. */
  void advance() {
    int at = end;
    int length = text.length();
    while (at < length && isSpace(text.charAt(at))) {
      at++;
    }
    start = at;
    end = at;
    if (at >= length) {
      kind = Kind.END;
      return;
    }
    char c = text.charAt(at);
    end = at + 1;
    switch (c) {
      case '{' -> kind = Kind.OPEN_BRACE;
      case '}' -> kind = Kind.CLOSE_BRACE;
      case '[' -> kind = Kind.OPEN_BRACKET;
      case ']' -> kind = Kind.CLOSE_BRACKET;
      case ',' -> kind = Kind.COMMA;
      case ':' -> kind = Kind.COLON;
      case '=' -> kind = Kind.EQUAL;
      case '"' -> string();
      default -> {
        if (isNumberPart(c)) {
          kind = Kind.NUMBER;
          while (end < length && isNumberPart(text.charAt(end))) {
            end++;
          }
        } else if (isKeywordPart(c)) {
          kind = Kind.KEYWORD;
          while (end < length && isKeywordPart(text.charAt(end))) {
            end++;
          }
        } else {
          kind = Kind.INVALID;
          end = at + Character.charCount(text.codePointAt(at));
        }
      }
    }
  }

  private void string() {
    kind = Kind.STRING;
    while (end < text.length()) {
      char c = text.charAt(end);
      if (c == '"') {
        end++;
        return;
      }
      if (c == '\n') {
        // Not closed on its line: the rest is more likely JSON than more of the string.
        return;
      }
      end += c == '\\' && end + 1 < text.length() && text.charAt(end + 1) != '\n' ? 2 : 1;
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private static boolean isNumberPart(char c) {
    return Characters.isDigit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
  }

  private static boolean isKeywordPart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || Characters.isDigit(c);
  }
}
