package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceRange;

/** Parses quoted strings without template sequences: labels and index keys. */
final class QuotedStrings {
  private QuotedStrings() {}

  /**
   * @param range with the quotes
   */
  record Quoted(String text, SourceRange range) {}

  /** Reads a string from its opening quote, the current token, to its closing quote, if any. */
  static Quoted read(TokenReader reader, StringEscapes escapes) {
    int open = reader.read();
    StringBuilder text = new StringBuilder();
    while (true) {
      int token = reader.read();
      switch (reader.kind(token)) {
        case CLOSE_QUOTE -> {
          return new Quoted(text.toString(), reader.range(open, token));
        }
        case QUOTED_TEXT -> text.append(escapes.read(token));
        case INTERPOLATION, DIRECTIVE -> {
          String marker = reader.kind(token) == TokenKind.INTERPOLATION ? "$" : "%";
          reader.error(
              "Invalid string literal",
              "Template sequences are not allowed in this string. To include a literal \""
                  + marker
                  + "\", double it (as \""
                  + marker
                  + marker
                  + "\") to escape it.",
              reader.range(token),
              reader.range(open, token));
          text.append(marker).append("{ ... }");
          reader.recover(TokenKind.SEQUENCE_END);
        }
        case END -> {
          reader.errorUnlessRecovering(
              "Unterminated string literal",
              "Unable to find the closing quote mark before the end of the file.",
              reader.range(token),
              reader.range(open, token));
          reader.setRecovering();
          return new Quoted(text.toString(), reader.range(open, token));
        }
        default -> {
          reader.error(
              "Invalid string literal",
              "This item is not valid in a string literal.",
              reader.range(token),
              reader.range(open, token));
          int last = reader.recover(TokenKind.CLOSE_QUOTE);
          return new Quoted(text.toString(), reader.range(open, last));
        }
      }
    }
  }
}
