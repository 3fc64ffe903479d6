package dev.ingot.lang.eval;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression;

/**
 * The part of an expression that some messages point at: its beginning. Rules: what HCL documents
 * of the start ranges of its expressions.
 */
public final class StartRanges {
  private StartRanges() {}

  /** The beginning of an expression. */
  public static SourceRange of(Expression expression) {
    return switch (expression) {
      case Expression.Literal literal -> text(literal.range());
      case Expression.Template template ->
          template.parts().isEmpty() ? template.range() : of(template.parts().getFirst());
      case Expression.TemplateJoin join -> of(join.loop());
      case Expression.FunctionCall call -> call.nameRange().to(call.openParenthesis());
      case Expression.Conditional conditional -> of(conditional.condition());
      case Expression.Index index -> index.bracketRange();
      case Expression.TupleConstructor tuple -> tuple.openRange();
      case Expression.ObjectConstructor object -> object.openRange();
      case Expression.ObjectKey key -> of(key.wrapped());
      case Expression.Binary binary -> of(binary.left());
      case Expression.Unary unary -> unary.operatorRange();
      default -> expression.range();
    };
  }

  /** A string in quotes begins behind the quote. */
  private static SourceRange text(SourceRange range) {
    String text = range.text();
    if (range.file().name().endsWith(".json")) {
      return range;
    }
    if (text.isEmpty() && range.end() < range.file().text().length()) {
      return range.file().range(range.end() + 1, range.end() + 1);
    }
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? range.file().range(range.start() + 1, range.end() - 1)
        : range;
  }
}
