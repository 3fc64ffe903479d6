package dev.ingot.lang.format;

import dev.ingot.lang.syntax.TokenKind;
import java.util.Optional;

/** Determines whether there is a space between two tokens of a line. */
final class Spacing {
  private Spacing() {}

  /**
   * @param before the token before the left one, in the same cell
   */
  static boolean between(Optional<Piece> before, Piece left, Piece right) {
    TokenKind a = left.kind();
    TokenKind b = right.kind();
    if (a == TokenKind.DOT && b == TokenKind.NUMBER) {
      // Without spaces, a dot between two numbers would form a fraction.
      return before.isPresent() && before.get().kind() == TokenKind.NUMBER;
    }
    if (b == TokenKind.NEWLINE || joined(a, b)) {
      return false;
    }
    if (a == TokenKind.COMMA) {
      return true;
    }
    if (insideTemplate(a, b)) {
      return false;
    }
    if (left.text().equals("in")
        && a == TokenKind.IDENTIFIER
        && before.isPresent()
        && before.get().kind() == TokenKind.IDENTIFIER) {
      // A keyword here, not an indexed expression.
      return true;
    }
    if (b == TokenKind.OPEN_BRACKET
        && (a == TokenKind.IDENTIFIER || a == TokenKind.NUMBER || left.bracketChange() < 0)) {
      return false;
    }
    if (a == TokenKind.BANG) {
      return false;
    }
    if (a == TokenKind.MINUS) {
      return before.isPresent() && endsOperand(before.get().kind());
    }
    if (a == TokenKind.OPEN_BRACE || b == TokenKind.CLOSE_BRACE) {
      return !(a == TokenKind.OPEN_BRACE && b == TokenKind.CLOSE_BRACE);
    }
    // Braces of an object directly inside those of a sequence are separated from them.
    if ((opensSequence(a) && b == TokenKind.OPEN_BRACE)
        || (a == TokenKind.CLOSE_BRACE && b == TokenKind.SEQUENCE_END)) {
      return true;
    }
    if (a == TokenKind.SEQUENCE_END && opensSequence(b)) {
      return false;
    }
    return left.bracketChange() <= 0 && right.bracketChange() >= 0;
  }

  private static boolean joined(TokenKind a, TokenKind b) {
    return (a == TokenKind.IDENTIFIER && b == TokenKind.OPEN_PARENTHESIS)
        || (a == TokenKind.IDENTIFIER && b == TokenKind.DOUBLE_COLON)
        || (a == TokenKind.DOUBLE_COLON && b == TokenKind.IDENTIFIER)
        || a == TokenKind.DOT
        || b == TokenKind.DOT
        || b == TokenKind.COMMA
        || b == TokenKind.ELLIPSIS;
  }

  private static boolean insideTemplate(TokenKind a, TokenKind b) {
    return isText(a)
        || isText(b)
        || a == TokenKind.OPEN_QUOTE
        || a == TokenKind.OPEN_HEREDOC
        || b == TokenKind.CLOSE_QUOTE
        || b == TokenKind.CLOSE_HEREDOC;
  }

  private static boolean isText(TokenKind kind) {
    return kind == TokenKind.QUOTED_TEXT || kind == TokenKind.PLAIN_TEXT;
  }

  private static boolean opensSequence(TokenKind kind) {
    return kind == TokenKind.INTERPOLATION || kind == TokenKind.DIRECTIVE;
  }

  /** Whether a minus after it is a subtraction rather than a sign. */
  private static boolean endsOperand(TokenKind kind) {
    return switch (kind) {
      case OPEN_PARENTHESIS,
          OPEN_BRACE,
          OPEN_BRACKET,
          EQUAL,
          COLON,
          COMMA,
          QUESTION,
          PLUS,
          STAR,
          SLASH,
          PERCENT,
          MINUS,
          EQUAL_EQUAL,
          BANG_EQUAL,
          GREATER,
          GREATER_EQUAL,
          LESS,
          LESS_EQUAL,
          AND,
          OR,
          BANG ->
          false;
      default -> true;
    };
  }
}
