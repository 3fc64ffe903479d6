package dev.ingot.rollout;

import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import java.util.Optional;

/**
 * The order in which machines are replaced.
 *
 * @param by the machines with the smallest value of this expression over {@code self} come first;
 *     empty for the order of addresses
 * @param oldestFirst whether those that were created first come first
 * @param spreadBy machines with different values of this expression over {@code self}, such as
 *     zones, take turns, so that no wave takes more from one of them than it has to
 * @param scope the scope of the expressions
 */
public record SliceOrder(
    Optional<Expression> by, boolean oldestFirst, Optional<Expression> spreadBy, Scope scope) {
  /** Whether it needs to look at the machines. */
  public boolean looksAtMachines() {
    return by.isPresent() || oldestFirst || spreadBy.isPresent();
  }
}
