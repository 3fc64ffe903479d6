package dev.ingot.lang.syntax;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import java.util.Arrays;
import java.util.Optional;

/**
 * The position of a parser in the tokens: looks ahead one token, skips comments, skips line ends
 * where they don't matter, and recovers after an error.
 *
 * <p>After an error the parser is <em>recovering</em>: further errors may only be consequences of
 * that one, so most messages are dropped until a sound place is reached.
 */
final class TokenReader {
  /**
   * The limit for the nesting of expressions, templates and blocks; more would exhaust a thread's
   * stack.
   */
  static final int NESTING_LIMIT = 200;

  /** The limit for the height of an expression's tree, which is the depth of its evaluation. */
  static final int HEIGHT_LIMIT = 900;

  /** The number of errors shown for one text. */
  private static final int REPORT_LIMIT = 100;

  private final SourceText source;
  private final Tokens tokens;
  private final Diagnostics diagnostics;

  private boolean[] newlines = new boolean[16];
  private int newlineCount = 1;
  private int last = -1;
  private int next;
  private int errors;
  private int reported;
  private boolean recovering;
  private int depth;
  private int height = 1;
  private boolean tooDeep;

  TokenReader(SourceText source, Tokens tokens, boolean newlines, Diagnostics diagnostics) {
    this.source = source;
    this.tokens = tokens;
    this.diagnostics = diagnostics;
    this.newlines[0] = newlines;
    this.next = significant(0);
  }

  SourceText source() {
    return source;
  }

  /** The kind of the next token. */
  TokenKind peek() {
    TokenKind kind = tokens.kind(next);
    return kind == TokenKind.COMMENT ? TokenKind.NEWLINE : kind;
  }

  /** Whether the next token is the given word. */
  boolean peekIs(String word) {
    return tokens.kind(next) == TokenKind.IDENTIFIER && tokens.is(next, word);
  }

  /** The index of the next token. */
  int nextIndex() {
    return next;
  }

  /** Skips the next token and returns its index, but never passes the end. */
  int read() {
    int index = next;
    last = index;
    if (tokens.kind(index) != TokenKind.END) {
      next = significant(index + 1);
    }
    return index;
  }

  TokenKind kind(int index) {
    TokenKind kind = tokens.kind(index);
    return kind == TokenKind.COMMENT ? TokenKind.NEWLINE : kind;
  }

  int startOf(int index) {
    return tokens.start(index);
  }

  String text(int index) {
    return tokens.text(index);
  }

  boolean endsWith(int index, char c) {
    return tokens.endsWith(index, c);
  }

  SourceRange range(int index) {
    return source.range(tokens.start(index), tokens.end(index));
  }

  /** The first character of a token. */
  SourceRange start(int index) {
    return source.range(tokens.start(index), tokens.start(index) + 1);
  }

  SourceRange range(int from, int to) {
    return source.range(tokens.start(from), tokens.end(to));
  }

  SourceRange nextRange() {
    return range(next);
  }

  /** The range of the token read last; of the next one before the first was read. */
  SourceRange lastRange() {
    return range(last < 0 ? next : last);
  }

  int lastIndex() {
    return last < 0 ? next : last;
  }

  /** From here on line ends matter, or don't, until {@link #popNewlines}. */
  void pushNewlines(boolean count) {
    if (newlineCount == newlines.length) {
      newlines = Arrays.copyOf(newlines, newlineCount * 2);
    }
    boolean before = newlines[newlineCount - 1];
    newlines[newlineCount++] = count;
    if (before != count) {
      next = significant(last + 1);
    }
  }

  void popNewlines() {
    boolean before = newlines[--newlineCount];
    if (before != newlines[newlineCount - 1]) {
      next = significant(last + 1);
    }
  }

  private int significant(int index) {
    boolean count = newlines[newlineCount - 1];
    int i = Math.min(index, tokens.count() - 1);
    while (true) {
      switch (tokens.kind(i)) {
        case NEWLINE -> {
          if (count) {
            return i;
          }
        }
        case COMMENT -> {
          // A comment to the end of its line holds the line end.
          if (count && tokens.endsWith(i, '\n')) {
            return i;
          }
        }
        default -> {
          return i;
        }
      }
      i++;
    }
  }

  /** Goes one level deeper; false, with a diagnostic, if the limit is reached. */
  boolean enter() {
    if (depth >= NESTING_LIMIT) {
      tooDeep(nextRange());
      return false;
    }
    depth++;
    return true;
  }

  void leave() {
    depth--;
  }

  /**
   * Records the height of a new expression's tree: chains of operators and indexes nest it without
   * nesting the parser.
   *
   * @return the expression, or an invalid one, with a diagnostic, if the limit is exceeded
   */
  Expression grown(int childHeight, Expression expression) {
    height = childHeight + 1;
    if (height > HEIGHT_LIMIT) {
      tooDeep(expression.range());
      height = 1;
      return new Expression.Invalid(expression.range());
    }
    return expression;
  }

  /** The height of the expression made last. */
  int height() {
    return height;
  }

  /** Sets the height back to that of an expression made before. */
  void restoreHeight(int known) {
    height = known;
  }

  private void tooDeep(SourceRange place) {
    if (tooDeep) {
      errors++;
    } else {
      tooDeep = true;
      error(
          "Nesting too deep",
          "Expressions and blocks can be nested at most "
              + NESTING_LIMIT
              + " levels deep, and at most "
              + HEIGHT_LIMIT
              + " operators can follow one another. Move parts into separate named values.",
          place);
    }
    recovering = true;
  }

  void setRecovering() {
    recovering = true;
  }

  /** The number of errors reported, for {@link #failedSince}. */
  int errors() {
    return errors;
  }

  /** Whether an error since a mark left the reader at an unsound place. */
  boolean failedSince(int mark) {
    return recovering && errors > mark;
  }

  /** Reports an error in any case. */
  void error(String summary, String detail, SourceRange subject) {
    report(Diagnostic.error(summary, detail, subject));
  }

  /** Reports an error in any case, with the construct around it. */
  void error(String summary, String detail, SourceRange subject, SourceRange context) {
    report(Diagnostic.error(summary, detail, subject).in(context));
  }

  private void report(Diagnostic diagnostic) {
    errors++;
    reported++;
    if (reported <= REPORT_LIMIT) {
      diagnostics.add(diagnostic);
    } else if (reported == REPORT_LIMIT + 1) {
      diagnostics.error(
          "Too many syntax errors",
          "Only the first " + REPORT_LIMIT + " syntax errors of this file are shown.",
          diagnostic.subject().orElseGet(this::nextRange));
    }
  }

  /** Reports an error unless it may be a consequence of one before. */
  void errorUnlessRecovering(String summary, String detail, SourceRange subject) {
    if (!recovering) {
      error(summary, detail, subject);
    }
  }

  /** Reports an error unless it may be a consequence of one before. */
  void errorUnlessRecovering(
      String summary, String detail, SourceRange subject, SourceRange context) {
    if (!recovering) {
      error(summary, detail, subject, context);
    }
  }

  /**
   * Skips past the closing token of the open pair, over inner pairs of the same kind.
   *
   * @return the index of the token stopped at: the closing one, or the end
   */
  int recover(TokenKind close) {
    recovering = true;
    Optional<TokenKind> open = opener(close);
    int nested = 0;
    while (true) {
      int index = read();
      TokenKind kind = tokens.kind(index);
      if (kind == TokenKind.DIRECTIVE && close == TokenKind.SEQUENCE_END) {
        kind = TokenKind.INTERPOLATION;
      }
      if (kind == close) {
        if (nested == 0) {
          return index;
        }
        nested--;
      } else if (kind == TokenKind.END) {
        return index;
      } else if (open.isPresent() && kind == open.get()) {
        nested++;
      }
    }
  }

  /** Skips past the next pair that starts with the given token. */
  void recoverOver(TokenKind open, TokenKind close) {
    recovering = true;
    while (true) {
      TokenKind kind = tokens.kind(read());
      if (kind == open || kind == TokenKind.END) {
        break;
      }
    }
    recover(close);
  }

  /** Skips past the line end of the current item of a body, over pairs that span lines. */
  void recoverItem() {
    recovering = true;
    TokenKind[] open = new TokenKind[16];
    int count = 0;
    while (true) {
      TokenKind kind = kind(read());
      if (kind == TokenKind.END || (kind == TokenKind.NEWLINE && count == 0)) {
        return;
      }
      if (opens(kind)) {
        if (count == open.length) {
          open = Arrays.copyOf(open, count * 2);
        }
        open[count++] = kind == TokenKind.DIRECTIVE ? TokenKind.INTERPOLATION : kind;
      } else {
        Optional<TokenKind> opener = opener(kind);
        if (opener.isPresent()) {
          while (count > 0 && open[count - 1] != opener.get()) {
            count--;
          }
          count = Math.max(0, count - 1);
        }
      }
    }
  }

  private static boolean opens(TokenKind kind) {
    return kind == TokenKind.OPEN_BRACE
        || kind == TokenKind.OPEN_BRACKET
        || kind == TokenKind.OPEN_PARENTHESIS
        || kind == TokenKind.OPEN_QUOTE
        || kind == TokenKind.OPEN_HEREDOC
        || kind == TokenKind.INTERPOLATION
        || kind == TokenKind.DIRECTIVE;
  }

  private static Optional<TokenKind> opener(TokenKind close) {
    return switch (close) {
      case CLOSE_BRACE -> Optional.of(TokenKind.OPEN_BRACE);
      case CLOSE_BRACKET -> Optional.of(TokenKind.OPEN_BRACKET);
      case CLOSE_PARENTHESIS -> Optional.of(TokenKind.OPEN_PARENTHESIS);
      case CLOSE_QUOTE -> Optional.of(TokenKind.OPEN_QUOTE);
      case CLOSE_HEREDOC -> Optional.of(TokenKind.OPEN_HEREDOC);
      case SEQUENCE_END -> Optional.of(TokenKind.INTERPOLATION);
      default -> Optional.empty();
    };
  }
}
