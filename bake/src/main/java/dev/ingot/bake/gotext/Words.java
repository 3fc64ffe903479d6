package dev.ingot.bake.gotext;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words of an action. Rules: the public documentation of Go's text/template. */
final class Words {
  /** What a word is. */
  enum Kind {
    NAME,
    FIELD,
    VARIABLE,
    TEXT,
    NUMBER,
    SIGN
  }

  /**
   * A word.
   *
   * @param text of a string its content; of a field its name without the dot
   * @param attached whether it follows the one before without space
   */
  record Word(Kind kind, String text, boolean attached) {
    boolean isSign(String sign) {
      return kind == Kind.SIGN && text.equals(sign);
    }
  }

  private final String action;
  private final List<Word> words = new ArrayList<>();
  private int at;
  private boolean spaced = true;

  private Words(String action) {
    this.action = action;
  }

  /** The words; empty where something is no word of the language. */
  static Optional<List<Word>> of(String action) {
    Words words = new Words(action);
    while (words.at < action.length()) {
      if (!words.next()) {
        return Optional.empty();
      }
    }
    return Optional.of(List.copyOf(words.words));
  }

  /** Where an action's closing braces are; strings in it may hold others. */
  static int end(String text, int from) {
    char quote = 0;
    for (int i = from; i < text.length(); i++) {
      char next = text.charAt(i);
      if (quote != 0) {
        if (next == '\\' && quote != '`') {
          i++;
        } else if (next == quote) {
          quote = 0;
        }
      } else if (next == '"' || next == '`') {
        quote = next;
      } else if (next == '}' && i + 1 < text.length() && text.charAt(i + 1) == '}') {
        return i;
      }
    }
    return -1;
  }

  private void add(Kind kind, String text) {
    words.add(new Word(kind, text, !spaced));
    spaced = false;
  }

  private boolean next() {
    char next = action.charAt(at);
    if (Character.isWhitespace(next)) {
      spaced = true;
      at++;
      return true;
    }
    return switch (next) {
      case '`' -> raw();
      case '"' -> quoted();
      case '\'' -> character();
      case '.' -> field();
      case '$' -> {
        int start = at++;
        add(Kind.VARIABLE, action.substring(start, name()));
        yield true;
      }
      case '|', '(', ')', ',', '=' -> {
        add(Kind.SIGN, String.valueOf(next));
        at++;
        yield true;
      }
      case ':' -> {
        if (!action.startsWith(":=", at)) {
          yield false;
        }
        add(Kind.SIGN, ":=");
        at += 2;
        yield true;
      }
      default -> word(next);
    };
  }

  private int name() {
    while (at < action.length() && isName(action.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isName(char next) {
    return Character.isLetterOrDigit(next) || next == '_';
  }

  private boolean word(char next) {
    int start = at;
    boolean number = Character.isDigit(next) || next == '-' || next == '+';
    if (number) {
      at++;
      while (at < action.length() && (isName(action.charAt(at)) || action.charAt(at) == '.')) {
        at++;
      }
      if (at == start + 1 && !Character.isDigit(next)) {
        return false;
      }
      add(Kind.NUMBER, action.substring(start, at));
      return true;
    }
    name();
    if (at == start) {
      return false;
    }
    add(Kind.NAME, action.substring(start, at));
    return true;
  }

  private boolean field() {
    int start = ++at;
    add(Kind.FIELD, action.substring(start, name()));
    return true;
  }

  private boolean raw() {
    int close = action.indexOf('`', at + 1);
    if (close < 0) {
      return false;
    }
    add(Kind.TEXT, action.substring(at + 1, close));
    at = close + 1;
    return true;
  }

  private boolean quoted() {
    StringBuilder text = new StringBuilder();
    for (int i = at + 1; i < action.length(); i++) {
      char next = action.charAt(i);
      if (next == '"') {
        add(Kind.TEXT, text.toString());
        at = i + 1;
        return true;
      }
      if (next == '\\' && i + 1 < action.length()) {
        i = escape(i + 1, text);
      } else {
        text.append(next);
      }
    }
    return false;
  }

  /** A character is its number. */
  private boolean character() {
    int close = action.indexOf('\'', at + 2);
    if (close < 0) {
      return false;
    }
    StringBuilder text = new StringBuilder();
    if (action.charAt(at + 1) == '\\') {
      escape(at + 2, text);
    } else {
      text.append(action, at + 1, close);
    }
    if (text.isEmpty()) {
      return false;
    }
    add(Kind.NUMBER, Integer.toString(text.codePointAt(0)));
    at = close + 1;
    return true;
  }

  private int escape(int from, StringBuilder text) {
    char next = action.charAt(from);
    int digits =
        switch (next) {
          case 'x' -> 2;
          case 'u' -> 4;
          case 'U' -> 8;
          default -> 0;
        };
    if (digits > 0 && from + digits < action.length()) {
      try {
        text.appendCodePoint(Integer.parseInt(action, from + 1, from + 1 + digits, 16));
        return from + digits;
      } catch (IllegalArgumentException e) {
        text.append(next);
        return from;
      }
    }
    text.append(
        switch (next) {
          case 'n' -> '\n';
          case 't' -> '\t';
          case 'r' -> '\r';
          case 'a' -> '\u0007';
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'v' -> '\u000b';
          default -> next;
        });
    return from;
  }
}
