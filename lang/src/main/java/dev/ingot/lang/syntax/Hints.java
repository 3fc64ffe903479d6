package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceRange;

/**
 * Hints for syntax of other languages that this one lacks: a sentence with a leading space, or
 * nothing.
 */
final class Hints {
  private Hints() {}

  /** For a token in place of an expression. */
  static String atStart(TokenReader reader) {
    return switch (reader.peek()) {
      case EQUAL -> " To compare two values, use the operator \"==\".";
      case QUESTION ->
          reader.lastRange().end() == reader.nextRange().start()
                  && text(reader.lastRange()).equals("?")
              ? " There is no operator \"??\"; coalesce(a, b) returns the first value that isn't"
                  + " null."
              : "";
      default -> "";
    };
  }

  /** For a token after an expression. */
  static String atEnd(TokenReader reader) {
    return switch (text(reader.nextRange())) {
      case "and" -> " The operator for \"and\" is \"&&\".";
      case "or" -> " The operator for \"or\" is \"||\".";
      case "is" -> " To compare two values, use the operator \"==\".";
      case "if" -> " A conditional is written as: condition ? true_value : false_value.";
      default -> "";
    };
  }

  private static String text(SourceRange range) {
    return range.file().text().substring(range.start(), range.end());
  }
}
