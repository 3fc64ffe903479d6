package dev.ingot.release.repair;

import dev.ingot.release.drift.Reason;
import java.time.Duration;
import java.util.Set;

/**
 * The {@code repair} block: what is replaced because it has drifted. Nothing is ever changed in
 * place.
 *
 * @param reasons what is repaired
 * @param backoff how long the same machine is left alone after its first repair; doubled by each
 *     further one within a day
 * @param longestBackoff the longest such time
 * @param mostPerDay how many machines are replaced within 24 hours
 */
public record RepairSettings(
    Set<Reason> reasons, Duration backoff, Duration longestBackoff, int mostPerDay) {
  /** What can be repaired. */
  public static final Set<Reason> POSSIBLE =
      Set.of(Reason.MISSING, Reason.DEAD, Reason.CONFIGURATION);

  /** What a block without attributes says. */
  public static final RepairSettings USUAL =
      new RepairSettings(POSSIBLE, Duration.ofMinutes(1), Duration.ofHours(1), 10);

  public RepairSettings {
    reasons = Set.copyOf(reasons);
  }
}
