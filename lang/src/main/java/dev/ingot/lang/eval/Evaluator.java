package dev.ingot.lang.eval;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import java.util.List;

/**
 * Evaluates expressions. Total: every expression has a value in every scope; unknown where an error
 * was reported. Rules: the recorded behaviour of Terraform 1.11.
 */
public final class Evaluator {
  /** The limit for the nesting of expressions; deeper ones are reported. */
  public static final int MAX_DEPTH = 1000;

  private Evaluator() {}

  /** The value of an expression; unknown where an error was reported. */
  public static Value evaluate(Expression expression, Scope scope, Diagnostics diagnostics) {
    return new Evaluation(scope, diagnostics).evaluate(expression);
  }

  /**
   * All references of an expression into its outer scope, without the variables of its own loops,
   * in source order.
   */
  public static List<Traversal> references(Expression expression) {
    return References.of(expression);
  }

  /** Applies steps to a value, as if they were written after it. */
  public static Value traverse(Value value, List<Traversal.Step> steps, Diagnostics diagnostics) {
    Value current = value;
    for (Traversal.Step step : steps) {
      current = Steps.take(current, step, diagnostics::add);
    }
    return current;
  }

  /**
   * The value of a collection, object or tuple at a key, or unknown with an error at the place.
   *
   * @param place the place of an error
   */
  public static Value index(
      Value collection, Value key, SourceRange place, Diagnostics diagnostics) {
    return Steps.index(collection, key, place, diagnostics::add);
  }
}
