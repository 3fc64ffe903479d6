package dev.ingot.release.repave;

import dev.ingot.release.calendar.Window;
import dev.ingot.release.drift.Reason;
import dev.ingot.rollout.core.Amount;
import java.util.Optional;
import java.util.Set;

/**
 * How many machines may be replaced at once, and when.
 *
 * @param machines how many, of the whole fleet
 * @param reasons for which reasons; empty for all
 * @param window when; empty for always
 */
public record Budget(Amount machines, Set<Reason> reasons, Optional<Window> window) {
  /** What holds for a reason that no budget names: a tenth of the fleet at any time. */
  public static final Budget USUAL = new Budget(new Amount.Percent(10), Set.of(), Optional.empty());

  public Budget {
    reasons = Set.copyOf(reasons);
  }

  boolean isFor(Reason reason) {
    return reasons.isEmpty() || reasons.contains(reason);
  }
}
