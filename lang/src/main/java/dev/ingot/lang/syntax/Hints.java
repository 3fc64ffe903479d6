package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceRange;

/**
 * What somebody probably meant who writes what other languages have and this one hasn't: a sentence
 * with a space before it, or nothing.
 */
final class Hints {
  private Hints() {}

  /** Where an expression should begin and something else stands. */
  static String atStart(TokenReader reader) {
    return switch (reader.peek()) {
      case EQUAL -> " To compare two values, use the operator \"==\".";
      case QUESTION ->
          reader.lastRange().end() == reader.nextRange().start()
                  && text(reader.lastRange()).equals("?")
              ? " There is no operator \"??\"; coalesce(a, b) gives the first value that isn't"
                  + " null."
              : "";
      default -> "";
    };
  }

  /** Where an expression has ended and something else stands. */
  static String atEnd(TokenReader reader) {
    return switch (text(reader.nextRange())) {
      case "and" -> " The operator for \"and\" is \"&&\".";
      case "or" -> " The operator for \"or\" is \"||\".";
      case "is" -> " To compare two values, use the operator \"==\".";
      case "if" -> " A choice is written as: condition ? value : other value.";
      default -> "";
    };
  }

  private static String text(SourceRange range) {
    return range.file().text().substring(range.start(), range.end());
  }
}
