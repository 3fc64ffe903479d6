package dev.ingot.rollout;

import dev.ingot.health.Check;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;

/** What a machine that failed shows of itself, where its platform keeps no output. */
public sealed interface LastWords {
  /** The output of a command that runs on this host. */
  record Output(Check command) implements LastWords {}

  /**
   * A text that its provider knows.
   *
   * @param value an expression over {@code self}
   * @param scope the scope of the expression
   */
  record Attribute(Expression value, Scope scope) implements LastWords {}
}
