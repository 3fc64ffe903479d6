package dev.ingot.release.repave;

import dev.ingot.release.calendar.Freeze;
import dev.ingot.release.drift.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code repave} block: why and when machines are replaced that nothing is wrong with.
 *
 * @param maxAge how old a machine may become; empty for any age
 * @param jitter the share of it, from 0 to below 1, by which a machine may be replaced earlier, so
 *     that machines created together don't end together
 * @param reasons why machines are replaced
 * @param severity the least severity of a vulnerability that is a reason
 * @param deadline how long after it became due a machine is replaced whatever budgets say
 * @param budgets how many at once, and when
 * @param freezes when nothing is replaced, overdue or not
 * @param rebuild when images are baked again, whatever is known of them; empty for never
 */
public record RepaveSettings(
    Optional<Duration> maxAge,
    double jitter,
    Set<Reason> reasons,
    Severity severity,
    Optional<Duration> deadline,
    List<Budget> budgets,
    List<Freeze> freezes,
    Optional<Schedule> rebuild) {
  /** What can be a reason. */
  public static final Set<Reason> POSSIBLE =
      Set.of(Reason.AGE, Reason.IMAGE, Reason.BASE, Reason.VULNERABILITY);

  public RepaveSettings {
    reasons = Set.copyOf(reasons);
    budgets = List.copyOf(budgets);
    freezes = List.copyOf(freezes);
  }

  /**
   * When a machine becomes due for its age; empty if it never does.
   *
   * @param born when it was created
   */
  public Optional<Instant> dueAt(String address, Instant born) {
    return reasons.contains(Reason.AGE)
        ? maxAge.map(
            age -> born.plus(age).minusMillis((long) (age.toMillis() * jitter * Share.of(address))))
        : Optional.empty();
  }
}
