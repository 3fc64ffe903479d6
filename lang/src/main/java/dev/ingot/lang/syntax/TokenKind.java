package dev.ingot.lang.syntax;

/** The kinds of tokens of the native syntax. */
public enum TokenKind {
  IDENTIFIER,
  NUMBER,
  NEWLINE,
  /** A comment; one to the end of a line includes the line end. */
  COMMENT,
  OPEN_QUOTE,
  CLOSE_QUOTE,
  /** Text between quotes, with escapes. */
  QUOTED_TEXT,
  /** A line end between quotes, where none is allowed. */
  QUOTED_NEWLINE,
  /** The start marker of a heredoc with its line end. */
  OPEN_HEREDOC,
  /** The end marker of a heredoc without its line end. */
  CLOSE_HEREDOC,
  /** Text of a heredoc or a template file, one line at most. */
  PLAIN_TEXT,
  /** <code>${</code>, perhaps with a trim marker. */
  INTERPOLATION,
  /** <code>%{</code>, perhaps with a trim marker. */
  DIRECTIVE,
  /** The brace that ends an interpolation or a directive, perhaps with a trim marker. */
  SEQUENCE_END,
  OPEN_BRACE,
  CLOSE_BRACE,
  OPEN_BRACKET,
  CLOSE_BRACKET,
  OPEN_PARENTHESIS,
  CLOSE_PARENTHESIS,
  DOT,
  COMMA,
  ELLIPSIS,
  FAT_ARROW,
  QUESTION,
  COLON,
  DOUBLE_COLON,
  EQUAL,
  PLUS,
  MINUS,
  STAR,
  SLASH,
  PERCENT,
  BANG,
  EQUAL_EQUAL,
  BANG_EQUAL,
  LESS,
  LESS_EQUAL,
  GREATER,
  GREATER_EQUAL,
  AND,
  OR,
  BIT_AND,
  BIT_OR,
  BIT_XOR,
  BIT_NOT,
  SEMICOLON,
  BACKTICK,
  APOSTROPHE,
  INVALID,
  END
}
