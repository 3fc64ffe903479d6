package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.StartRanges;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.StaticExpressions;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads expressions that are names, not values: references, keywords, lists of them. */
final class StaticTraversals {
  private StaticTraversals() {}

  /** An expression as a reference, either bare or quoted, as in very old configurations. */
  static Optional<Traversal> reference(Expression expression, Diagnostics diagnostics) {
    return found(expression, diagnostics).or(() -> refused(expression, diagnostics));
  }

  /** An expression as a reference; quotes are only allowed in JSON. */
  static Optional<Traversal> bareReference(Expression expression, Diagnostics diagnostics) {
    return StaticExpressions.asTraversal(expression).or(() -> refused(expression, diagnostics));
  }

  /** Like {@link #reference}, but without an error if the expression isn't one. */
  static Optional<Traversal> found(Expression expression, Diagnostics diagnostics) {
    if (isJson(expression) || literalText(expression).isEmpty()) {
      return StaticExpressions.asTraversal(expression);
    }
    diagnostics.add(
        Diagnostic.warning(
            "Quoted references are deprecated",
            "In this context, references are expected literally rather than in quotes. Terraform"
                + " 0.11 and earlier required quotes, but quoted references are now deprecated"
                + " and will be removed in a future version of Terraform. Remove the quotes"
                + " surrounding this reference to silence this warning.",
            expression.range()));
    return StaticExpressions.asQuotedTraversal(expression, diagnostics);
  }

  private static Optional<Traversal> refused(Expression expression, Diagnostics diagnostics) {
    diagnostics.error(
        "Invalid expression",
        "A single static variable reference is required: only attribute access and indexing with"
            + " constant keys. No calculations, function calls, template expressions, etc are"
            + " allowed here.",
        expression.range());
    return Optional.empty();
  }

  /** The references in a list. */
  static List<Traversal> references(Expression list, Diagnostics diagnostics) {
    List<Traversal> found = new ArrayList<>();
    for (Expression element : elements(list, diagnostics)) {
      reference(element, diagnostics).ifPresent(found::add);
    }
    return found;
  }

  /** The elements of a list constructor. */
  static List<Expression> elements(Expression list, Diagnostics diagnostics) {
    if (list instanceof Expression.TupleConstructor tuple) {
      return tuple.elements();
    }
    diagnostics.error(
        "Invalid expression", "A static list expression is required.", StartRanges.of(list));
    return List.of();
  }

  /** An expression as a single name. */
  static Optional<String> keyword(Expression expression) {
    return StaticExpressions.asKeyword(expression);
  }

  /** The same, also quoted, as in very old configurations. */
  static Optional<String> quotedKeyword(Expression expression, Diagnostics diagnostics) {
    Optional<String> text = isJson(expression) ? Optional.empty() : literalText(expression);
    if (text.isPresent()) {
      diagnostics.add(
          Diagnostic.warning(
              "Quoted keywords are deprecated",
              "In this context, keywords are expected literally rather than in quotes. Terraform"
                  + " 0.11 and earlier required quotes, but quoted keywords are now deprecated and"
                  + " will be removed in a future version of Terraform. Remove the quotes"
                  + " surrounding this keyword to silence this warning.",
              expression.range()));
    }
    return text.or(() -> keyword(expression));
  }

  /** The text of a quoted string without interpolations. */
  static Optional<String> literalText(Expression expression) {
    if (expression instanceof Expression.Literal(Value value, SourceRange _)) {
      return Values.text(value);
    }
    if (expression instanceof Expression.Template(List<Expression> parts, SourceRange _)) {
      return joined(parts);
    }
    if (expression instanceof Expression.JsonTemplate json) {
      return Optional.of(json.text());
    }
    return expression instanceof Expression.Parentheses(Expression inner, SourceRange _)
        ? literalText(inner)
        : Optional.empty();
  }

  static boolean isJson(Expression expression) {
    return expression.range().file().name().endsWith(".json");
  }

  private static Optional<String> joined(List<Expression> parts) {
    StringBuilder text = new StringBuilder();
    for (Expression part : parts) {
      if (part instanceof Expression.Literal(Value.StringValue(String literal), SourceRange _)) {
        text.append(literal);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(text.toString());
  }
}
