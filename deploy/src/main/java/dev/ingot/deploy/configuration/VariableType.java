package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.schema.TypeExpression;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.StaticExpressions;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.TypeConstraint;
import java.util.Optional;

/** Reads the type of an input variable. Rules: the recorded behaviour of Terraform 1.11. */
final class VariableType {
  private VariableType() {}

  /** The constraint; any type after an error. */
  static TypeConstraint read(Expression expression, Diagnostics diagnostics) {
    Optional<String> text =
        StaticTraversals.isJson(expression)
            ? StaticTraversals.literalText(expression)
            : Optional.empty();
    return text.isPresent()
        ? json(text.get(), expression.range(), diagnostics)
        : TypeExpression.parseVariableType(expression, Constants.NOTHING_KNOWN, diagnostics);
  }

  /** In JSON the constraint is text; problems are reported for the whole text. */
  private static TypeConstraint json(String text, SourceRange range, Diagnostics diagnostics) {
    Diagnostics own = new Diagnostics();
    Expression parsed = Syntax.parseExpression(new SourceFile(range.file().name(), text), own);
    boolean type =
        !own.hasErrors()
            && (StaticExpressions.asKeyword(parsed).isPresent()
                || parsed instanceof Expression.FunctionCall);
    if (!type) {
      diagnostics.error(
          "Invalid type specification",
          "A type specification is either a primitive type keyword (bool, number, string) or a"
              + " complex type constructor call, like list(string).",
          range);
      return TypeConstraint.ANY;
    }
    TypeConstraint constraint =
        TypeExpression.parseVariableType(parsed, Constants.NOTHING_KNOWN, own);
    for (Diagnostic each : own.list()) {
      diagnostics.add(
          Diagnostic.of(each.severity(), each.summary(), each.detail(), Optional.of(range)));
    }
    return constraint;
  }
}
