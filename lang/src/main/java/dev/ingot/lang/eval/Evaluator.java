package dev.ingot.lang.eval;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import java.util.List;

/** Evaluates expressions. */
public final class Evaluator {
  private Evaluator() {}

  /** The value of an expression; unknown where an error was reported. */
  public static Value evaluate(Expression expression, Scope scope, Diagnostics diagnostics) {
    return dev.ingot.lang.value.Values.DYNAMIC_UNKNOWN;
  }

  /**
   * All references of an expression into its outer scope, without the variables of its own loops,
   * in source order.
   */
  public static List<Traversal> references(Expression expression) {
    return List.of();
  }
}
