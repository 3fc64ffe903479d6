package dev.ingot.lang.syntax;

import dev.ingot.lang.Diagnostics;

/**
 * Reports tokens that are never valid. Each kind is reported a limited number of times, since one
 * misconception usually occurs in many places.
 */
final class TokenProblems {
  private static final int BITWISE_LIMIT = 4;
  private static final int INVALID_LIMIT = 100;

  private final SourceText source;
  private final Diagnostics diagnostics;
  private int bitwise;
  private int backticks;
  private int apostrophes;
  private int semicolons;
  private int invalid;

  TokenProblems(SourceText source, Diagnostics diagnostics) {
    this.source = source;
    this.diagnostics = diagnostics;
  }

  /** Reports a character of other languages; returns the kind of its token. */
  TokenKind unsupported(char c, int at) {
    return switch (c) {
      case '&' -> {
        bitwise(" Did you mean boolean AND (\"&&\")?", at);
        yield TokenKind.BIT_AND;
      }
      case '|' -> {
        bitwise(" Did you mean boolean OR (\"||\")?", at);
        yield TokenKind.BIT_OR;
      }
      case '~' -> {
        bitwise(" Did you mean boolean NOT (\"!\")?", at);
        yield TokenKind.BIT_NOT;
      }
      case '^' -> {
        bitwise("", at);
        yield TokenKind.BIT_XOR;
      }
      case ';' -> {
        semicolon(at);
        yield TokenKind.SEMICOLON;
      }
      case '`' -> {
        backtick(at);
        yield TokenKind.BACKTICK;
      }
      default -> {
        apostrophe(at);
        yield TokenKind.APOSTROPHE;
      }
    };
  }

  private void bitwise(String hint, int at) {
    if (bitwise++ < BITWISE_LIMIT) {
      error("Unsupported operator", "Bitwise operators are not supported." + hint, at, at + 1);
    }
  }

  private void backtick(int at) {
    // They come in pairs: the second one of a pair needs no message.
    if (backticks % 2 == 0) {
      error(
          "Invalid character",
          "The \"`\" character is not valid. To create a multi-line string, use the \"heredoc\""
              + " syntax, like \"<<EOT\".",
          at,
          at + 1);
    }
    if (backticks <= 2) {
      backticks++;
    }
  }

  private void apostrophe(int at) {
    if (apostrophes % 2 == 0) {
      error(
          "Invalid character",
          "Single quotes are not valid. Use double quotes (\") to enclose strings.",
          at,
          at + 1);
    }
    if (apostrophes <= 2) {
      apostrophes++;
    }
  }

  private void semicolon(int at) {
    if (semicolons++ == 0) {
      error(
          "Invalid character",
          "The \";\" character is not valid. Use newlines to separate arguments and blocks, and"
              + " commas to separate items in collection values.",
          at,
          at + 1);
    }
  }

  void quotedNewline(int start, int end) {
    error(
        "Invalid multi-line string",
        "Quoted strings may not be split over multiple lines. To produce a multi-line string,"
            + " either use the \\n escape to represent a newline character or use the \"heredoc\""
            + " multi-line template syntax.",
        start,
        end);
  }

  void invalid(int start, int end) {
    if (invalid++ >= INVALID_LIMIT) {
      return;
    }
    char c = source.text().charAt(start);
    if (c == '\u201C' || c == '\u201D') {
      error(
          "Invalid character",
          "\"Curly quotes\" are not valid here. These can sometimes be inadvertently introduced"
              + " when sharing code via documents or discussion forums. It might help to replace"
              + " the character with a \"straight quote\".",
          start,
          end);
    } else {
      error("Invalid character", "This character is not used within the language.", start, end);
    }
  }

  private void error(String summary, String detail, int start, int end) {
    diagnostics.error(summary, detail, source.range(start, end));
  }
}
