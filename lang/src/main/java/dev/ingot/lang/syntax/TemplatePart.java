package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceRange;
import java.util.Optional;

/** A part of a template as it is read, before directives are nested. */
sealed interface TemplatePart {
  SourceRange range();

  record Text(String text, SourceRange range) implements TemplatePart {}

  record Interpolation(Expression expression, SourceRange range) implements TemplatePart {}

  record If(Expression condition, SourceRange range) implements TemplatePart {}

  record Loop(
      Optional<String> keyVariable, String valueVariable, Expression collection, SourceRange range)
      implements TemplatePart {}

  /** An {@code else}, {@code endif} or {@code endfor}. */
  record Closing(Keyword keyword, SourceRange range) implements TemplatePart {}

  /** The end of the template. */
  record End(SourceRange range) implements TemplatePart {}

  /** The directives that continue or end another. */
  enum Keyword {
    ELSE("else"),
    ENDIF("endif"),
    ENDFOR("endfor");

    private final String word;

    Keyword(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }
}
