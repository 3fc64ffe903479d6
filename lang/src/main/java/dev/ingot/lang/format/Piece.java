package dev.ingot.lang.format;

import dev.ingot.lang.syntax.TokenKind;
import java.text.BreakIterator;
import java.util.Locale;

/** A token and the spaces to put before it. */
final class Piece {
  private final TokenKind kind;
  private final String text;
  private final int start;
  private int spaces;

  /**
   * @param start the position of the token in the formatted text
   */
  Piece(TokenKind kind, String text, int start) {
    this.kind = kind;
    this.text = text;
    this.start = start;
  }

  TokenKind kind() {
    return kind;
  }

  String text() {
    return text;
  }

  int start() {
    return start;
  }

  int spaces() {
    return spaces;
  }

  void setSpaces(int count) {
    spaces = count;
  }

  /** Whether it ends a line: a line end, or a comment that has one. */
  boolean endsLine() {
    return kind == TokenKind.NEWLINE || (kind == TokenKind.COMMENT && text.endsWith("\n"));
  }

  /** The number of brackets it opens, minus those it closes. */
  int bracketChange() {
    return switch (kind) {
      case OPEN_BRACE, OPEN_BRACKET, OPEN_PARENTHESIS, INTERPOLATION, DIRECTIVE -> 1;
      case CLOSE_BRACE, CLOSE_BRACKET, CLOSE_PARENTHESIS, SEQUENCE_END -> -1;
      default -> 0;
    };
  }

  /** Its width in columns, including the spaces before it. */
  int columns() {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
        clusters.setText(text);
        int count = 0;
        while (clusters.next() != BreakIterator.DONE) {
          count++;
        }
        return spaces + count;
      }
    }
    return spaces + text.length();
  }
}
