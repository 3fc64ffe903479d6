package dev.ingot.lang.syntax;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression.FunctionCall;
import dev.ingot.lang.syntax.Expression.JsonTemplate;
import dev.ingot.lang.syntax.Expression.Literal;
import dev.ingot.lang.syntax.Expression.ObjectConstructor;
import dev.ingot.lang.syntax.Expression.ObjectKey;
import dev.ingot.lang.syntax.Expression.RelativeTraversal;
import dev.ingot.lang.syntax.Expression.ScopeTraversal;
import dev.ingot.lang.syntax.Expression.Template;
import dev.ingot.lang.syntax.Expression.TupleConstructor;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Analyzes expressions by their form instead of their value: keywords, references, type
 * constraints. In the JSON syntax such expressions are in strings; every method here supports
 * those, too. Rules: the HCL information model, static analysis of expressions.
 */
public final class StaticExpressions {
  private StaticExpressions() {}

  /** The expression as a reference with literal steps, if it is one. */
  public static Optional<Traversal> asTraversal(Expression expression) {
    return switch (expression) {
      case ScopeTraversal scope -> Optional.of(scope.traversal());
      case RelativeTraversal relative ->
          asTraversal(relative.source()).map(source -> joined(source, relative.steps()));
      case ObjectKey key -> asTraversal(key.wrapped());
      case Literal literal when isJsonString(literal) ->
          Syntax.parseTraversal(jsonReference(literal), new Diagnostics());
      // As references these are ordinary names.
      case Literal literal -> word(literal);
      default -> Optional.empty();
    };
  }

  private static Traversal joined(Traversal source, List<Traversal.Step> more) {
    List<Traversal.Step> steps = new ArrayList<>(source.steps());
    steps.addAll(more);
    return new Traversal(source.root(), source.rootRange(), steps);
  }

  /** The words {@code null}, {@code true} and {@code false} of the native syntax. */
  private static Optional<Traversal> word(Literal literal) {
    String word =
        switch (literal.value()) {
          case Value.NullValue _ -> "null";
          case Value.BoolValue(boolean truth) -> truth ? "true" : "false";
          default -> "";
        };
    return word.isEmpty() || literal.range().file().name().endsWith(".json")
        ? Optional.empty()
        : Optional.of(new Traversal(word, literal.range(), List.of()));
  }

  /** The expression as a single bare name, if it is one. */
  public static Optional<String> asKeyword(Expression expression) {
    return asTraversal(expression)
        .filter(traversal -> traversal.steps().isEmpty())
        .map(Traversal::root);
  }

  /** The elements of a tuple constructor or a JSON array. */
  public static Optional<List<Expression>> asList(Expression expression) {
    return expression instanceof TupleConstructor tuple
        ? Optional.of(tuple.elements())
        : Optional.empty();
  }

  /** The items of an object constructor or a JSON object. */
  public static Optional<List<ObjectConstructor.Item>> asPairs(Expression expression) {
    return expression instanceof ObjectConstructor object
        ? Optional.of(object.items())
        : Optional.empty();
  }

  /** The expression as a function call, as type constraints are written. */
  public static Optional<FunctionCall> asCall(Expression expression) {
    return written(expression) instanceof FunctionCall call ? Optional.of(call) : Optional.empty();
  }

  /**
   * The expression itself, or for a JSON string the expression in its text, if it is one: for
   * places where the native syntax has an expression that isn't evaluated.
   */
  public static Expression written(Expression expression) {
    if (expression instanceof Literal literal && isJsonString(literal)) {
      Diagnostics problems = new Diagnostics();
      Expression parsed = Syntax.parseExpression(jsonText(literal.range()), problems);
      return problems.hasErrors() ? expression : parsed;
    }
    return expression;
  }

  /** The expression in a JSON string, with its errors; other expressions unchanged. */
  public static Expression written(Expression expression, Diagnostics diagnostics) {
    boolean string =
        expression instanceof JsonTemplate
            || (expression instanceof Literal literal && isJsonString(literal));
    return string ? Syntax.parseExpression(jsonText(expression.range()), diagnostics) : expression;
  }

  /**
   * The text of a string without any template sequence; for a JSON string the unprocessed text,
   * including sequences.
   */
  public static Optional<String> asText(Expression expression) {
    return switch (expression) {
      case JsonTemplate json -> Optional.of(json.text());
      case Literal(Value.StringValue(String text), SourceRange _) -> Optional.of(text);
      case Template(List<Expression> parts, SourceRange _)
          when parts.size() == 1
              && parts.getFirst()
                  instanceof Literal(Value.StringValue(String text), SourceRange _) ->
          Optional.of(text);
      default -> Optional.empty();
    };
  }

  /**
   * A reference in a string of the native syntax, as in very old configurations ({@code depends_on
   * = ["a.b"]}), or in a JSON string.
   *
   * @return empty if the string is not a reference; a diagnostic says why
   */
  public static Optional<Traversal> asQuotedTraversal(
      Expression expression, Diagnostics diagnostics) {
    if (expression instanceof Literal literal && isJsonString(literal)) {
      return Syntax.parseTraversal(jsonReference(literal), diagnostics);
    }
    Optional<String> text = asText(expression);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    SourceRange range = expression.range();
    int first = Math.min(range.start() + 1, range.end());
    int length = text.get().length();
    // With escapes in the string, positions inside it are unknown: all ranges are the whole string.
    if (!range.file().text().startsWith(text.get(), first)) {
      int[] offsets = new int[length + 1];
      offsets[length] = range.end() - range.start();
      return Syntax.parseTraversal(
          new SourceText(range.file(), text.get(), range.start(), offsets), diagnostics);
    }
    return Syntax.parseTraversal(SourceText.within(range.file(), text.get(), first), diagnostics);
  }

  /** In the native syntax text is always part of a template, never a literal of its own. */
  private static boolean isJsonString(Literal literal) {
    return literal.value() instanceof Value.StringValue
        && literal.range().end() - literal.range().start() >= 2
        && literal.range().file().text().charAt(literal.range().start()) == '"';
  }

  /** Columns of references in JSON count from the quotation mark, as recorded. */
  private static SourceText jsonReference(Literal literal) {
    SourceRange range = literal.range();
    SourceText text = jsonText(range);
    return SourceText.within(range.file(), text.text(), range.start());
  }

  private static SourceText jsonText(SourceRange range) {
    return JsonStrings.decode(range).source();
  }
}
