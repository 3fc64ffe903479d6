package dev.ingot.lang.syntax;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import java.util.Arrays;

/**
 * Splits a text into tokens in one pass, without recursion. Rules: the HCL native syntax
 * specification.
 */
public final class Scanner {
  private enum Mode {
    NORMAL,
    QUOTED,
    HEREDOC,
    TEMPLATE
  }

  private final String text;
  private final int length;
  private final Tokens tokens;
  private final TokenProblems problems;
  private int at;

  private Mode mode;
  private Mode[] modes = new Mode[8];
  private int modeCount;
  private int braces;
  private int[] sequenceBraces = new int[8];
  private int sequenceCount;
  private String[] markers = new String[4];
  private boolean[] atLineStart = new boolean[4];
  private int heredocs;

  private Scanner(SourceText source, Mode mode, Diagnostics diagnostics) {
    this.text = source.text();
    this.length = text.length();
    this.tokens = new Tokens(text);
    this.problems = new TokenProblems(source, diagnostics);
    this.mode = mode;
  }

  /** The tokens of a file of the native syntax. */
  public static Tokens scan(SourceFile file, Diagnostics diagnostics) {
    return scan(SourceText.of(file), diagnostics);
  }

  static Tokens scan(SourceText source, Diagnostics diagnostics) {
    return new Scanner(source, Mode.NORMAL, diagnostics).run();
  }

  static Tokens scanTemplate(SourceText source, Diagnostics diagnostics) {
    return new Scanner(source, Mode.TEMPLATE, diagnostics).run();
  }

  private Tokens run() {
    if (length > 0 && text.charAt(0) == '\uFEFF') {
      at = 1;
    }
    while (at < length) {
      switch (mode) {
        case NORMAL -> normal();
        case QUOTED -> quoted();
        case HEREDOC -> heredoc();
        case TEMPLATE -> template();
      }
    }
    tokens.add(TokenKind.END, length, length);
    return tokens;
  }

  private void normal() {
    char c = text.charAt(at);
    switch (c) {
      case ' ', '\t' -> at++;
      case '\n' -> token(TokenKind.NEWLINE, 1);
      case '\r' -> {
        if (next(1) == '\n') {
          token(TokenKind.NEWLINE, 2);
        } else {
          invalid();
        }
      }
      case '#' -> lineComment();
      case '/' -> slash();
      case '"' -> {
        token(TokenKind.OPEN_QUOTE, 1);
        push(Mode.QUOTED);
      }
      case '{' -> {
        braces++;
        token(TokenKind.OPEN_BRACE, 1);
      }
      case '}' -> closeBrace(1);
      case '[' -> token(TokenKind.OPEN_BRACKET, 1);
      case ']' -> token(TokenKind.CLOSE_BRACKET, 1);
      case '(' -> token(TokenKind.OPEN_PARENTHESIS, 1);
      case ')' -> token(TokenKind.CLOSE_PARENTHESIS, 1);
      case ',' -> token(TokenKind.COMMA, 1);
      case '.' -> {
        boolean ellipsis = next(1) == '.' && next(2) == '.';
        token(ellipsis ? TokenKind.ELLIPSIS : TokenKind.DOT, ellipsis ? 3 : 1);
      }
      case '=' -> {
        char after = next(1);
        if (after == '=') {
          token(TokenKind.EQUAL_EQUAL, 2);
        } else if (after == '>') {
          token(TokenKind.FAT_ARROW, 2);
        } else {
          token(TokenKind.EQUAL, 1);
        }
      }
      case '!' -> oneOrTwo('=', TokenKind.BANG, TokenKind.BANG_EQUAL);
      case '>' -> oneOrTwo('=', TokenKind.GREATER, TokenKind.GREATER_EQUAL);
      case '<' -> less();
      case ':' -> oneOrTwo(':', TokenKind.COLON, TokenKind.DOUBLE_COLON);
      case '?' -> token(TokenKind.QUESTION, 1);
      case '+' -> token(TokenKind.PLUS, 1);
      case '-' -> token(TokenKind.MINUS, 1);
      case '*' -> token(TokenKind.STAR, 1);
      case '%' -> token(TokenKind.PERCENT, 1);
      case '&' -> pair(c, TokenKind.AND);
      case '|' -> pair(c, TokenKind.OR);
      case '~' -> {
        if (next(1) == '}') {
          closeBrace(2);
        } else {
          unsupported(c);
        }
      }
      case '^', ';', '`', '\'' -> unsupported(c);
      default -> word(Characters.isDigit(c));
    }
  }

  private void word(boolean number) {
    int end = number ? Characters.numberEnd(text, at) : Characters.identifierEnd(text, at);
    if (end > at) {
      token(number ? TokenKind.NUMBER : TokenKind.IDENTIFIER, end - at);
    } else {
      invalid();
    }
  }

  /** Two of a character, of which a single one is no token of the language. */
  private void pair(char c, TokenKind two) {
    if (next(1) == c) {
      token(two, 2);
    } else {
      unsupported(c);
    }
  }

  private void unsupported(char c) {
    token(problems.unsupported(c, at), 1);
  }

  private void oneOrTwo(char second, TokenKind one, TokenKind two) {
    boolean both = next(1) == second;
    token(both ? two : one, both ? 2 : 1);
  }

  private void invalid() {
    int end = at + Character.charCount(text.codePointAt(at));
    problems.invalid(at, end);
    tokens.add(TokenKind.INVALID, at, end);
    at = end;
  }

  private void lineComment() {
    int newline = text.indexOf('\n', at);
    int end = newline < 0 ? length : newline + 1;
    tokens.add(TokenKind.COMMENT, at, end);
    at = end;
  }

  private void slash() {
    char after = next(1);
    if (after == '/') {
      lineComment();
      return;
    }
    int close = after == '*' ? text.indexOf("*/", at + 2) : -1;
    if (close >= 0) {
      tokens.add(TokenKind.COMMENT, at, close + 2);
      at = close + 2;
    } else {
      token(TokenKind.SLASH, 1);
    }
  }

  private void less() {
    if (next(1) != '<') {
      oneOrTwo('=', TokenKind.LESS, TokenKind.LESS_EQUAL);
      return;
    }
    int name = next(2) == '-' ? at + 3 : at + 2;
    int end = Characters.identifierEnd(text, name);
    int line = end < length && text.charAt(end) == '\r' ? end + 1 : end;
    if (end == name || line >= length || text.charAt(line) != '\n') {
      token(TokenKind.LESS, 1);
      return;
    }
    tokens.add(TokenKind.OPEN_HEREDOC, at, line + 1);
    at = line + 1;
    if (heredocs == markers.length) {
      markers = Arrays.copyOf(markers, heredocs * 2);
      atLineStart = Arrays.copyOf(atLineStart, heredocs * 2);
    }
    markers[heredocs] = text.substring(name, end);
    atLineStart[heredocs] = true;
    heredocs++;
    push(Mode.HEREDOC);
  }

  private void closeBrace(int size) {
    if (sequenceCount > 0 && sequenceBraces[sequenceCount - 1] == braces) {
      sequenceCount--;
      token(TokenKind.SEQUENCE_END, size);
      pop();
    } else {
      // "~}" without an open sequence is still a sequence end, so that the parser can report it.
      token(size == 2 ? TokenKind.SEQUENCE_END : TokenKind.CLOSE_BRACE, size);
    }
    braces--;
  }

  private void quoted() {
    int start = at;
    int i = at;
    while (i < length) {
      char c = text.charAt(i);
      if (c == '"') {
        text(TokenKind.QUOTED_TEXT, start, i);
        token(TokenKind.CLOSE_QUOTE, 1);
        pop();
        return;
      } else if (c == '\\') {
        if (i + 1 >= length || isLineEnd(text.charAt(i + 1))) {
          text(TokenKind.QUOTED_TEXT, start, i);
          invalid();
          return;
        }
        i += 1 + Character.charCount(text.codePointAt(i + 1));
      } else if (c == '$' || c == '%') {
        int after = afterMarker(c, i);
        if (after == i) {
          text(TokenKind.QUOTED_TEXT, start, i);
          openSequence(c);
          return;
        }
        i = after;
      } else if (isLineEnd(c)) {
        text(TokenKind.QUOTED_TEXT, start, i);
        while (i < length && isLineEnd(text.charAt(i))) {
          i++;
        }
        problems.quotedNewline(at, i);
        text(TokenKind.QUOTED_NEWLINE, at, i);
        return;
      } else {
        i++;
      }
    }
    text(TokenKind.QUOTED_TEXT, start, length);
  }

  private void heredoc() {
    int end = plainText();
    if (end == at) {
      atLineStart[heredocs - 1] = false;
      openSequence(text.charAt(at));
      return;
    }
    boolean line = text.charAt(end - 1) == '\n';
    if (line && atLineStart[heredocs - 1] && isMarker(end)) {
      int close = end - 1;
      if (close > at && text.charAt(close - 1) == '\r') {
        close--;
      }
      tokens.add(TokenKind.CLOSE_HEREDOC, at, close);
      tokens.add(TokenKind.NEWLINE, close, end);
      at = end;
      heredocs--;
      pop();
      return;
    }
    text(TokenKind.PLAIN_TEXT, at, end);
    atLineStart[heredocs - 1] = line;
  }

  private boolean isMarker(int end) {
    int first = at;
    while (first < end && Characters.isSpace(text.charAt(first))) {
      first++;
    }
    String marker = markers[heredocs - 1];
    int last = first + marker.length();
    if (last > end || !text.startsWith(marker, first)) {
      return false;
    }
    while (last < end && Characters.isSpace(text.charAt(last))) {
      last++;
    }
    return last == end;
  }

  private void template() {
    int end = plainText();
    if (end == at) {
      openSequence(text.charAt(at));
    } else {
      text(TokenKind.PLAIN_TEXT, at, end);
    }
  }

  /** The end of the plain text: after a line end, before a sequence, or at the end of the text. */
  private int plainText() {
    int i = at;
    while (i < length) {
      char c = text.charAt(i);
      if (c == '\n') {
        return i + 1;
      } else if (c == '$' || c == '%') {
        int after = afterMarker(c, i);
        if (after == i) {
          return i;
        }
        i = after;
      } else {
        i++;
      }
    }
    return length;
  }

  /** The index after a marker character that is plain text, or its own if it opens a sequence. */
  private int afterMarker(char marker, int index) {
    if (index + 1 < length) {
      char second = text.charAt(index + 1);
      if (second == '{') {
        return index;
      }
      if (second == marker && index + 2 < length && text.charAt(index + 2) == '{') {
        return index + 3;
      }
    }
    return index + 1;
  }

  private void openSequence(char marker) {
    boolean trim = next(2) == '~';
    token(marker == '$' ? TokenKind.INTERPOLATION : TokenKind.DIRECTIVE, trim ? 3 : 2);
    braces++;
    if (sequenceCount == sequenceBraces.length) {
      sequenceBraces = Arrays.copyOf(sequenceBraces, sequenceCount * 2);
    }
    sequenceBraces[sequenceCount++] = braces;
    push(Mode.NORMAL);
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  private char next(int ahead) {
    return at + ahead < length ? text.charAt(at + ahead) : 0;
  }

  private void token(TokenKind kind, int size) {
    tokens.add(kind, at, at + size);
    at += size;
  }

  private void text(TokenKind kind, int start, int end) {
    if (end > start) {
      tokens.add(kind, start, end);
    }
    at = end;
  }

  private void push(Mode inner) {
    if (modeCount == modes.length) {
      modes = Arrays.copyOf(modes, modeCount * 2);
    }
    modes[modeCount++] = mode;
    mode = inner;
  }

  private void pop() {
    mode = modes[--modeCount];
  }
}
