package dev.ingot.release;

import dev.ingot.release.fleet.EarlierRollouts;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Rollout.Baseline;
import java.util.Map;
import java.util.Optional;

/**
 * What earlier processes have done.
 *
 * @param earlier what earlier rollouts recorded about existing machines
 * @param interrupted the same with those of the release that is gone back from
 * @param states the rollouts of this release begun by a process that died, by name
 * @param verified whether there is a verified release to roll back to
 */
record RolloutHistory(
    EarlierRollouts earlier,
    EarlierRollouts interrupted,
    Map<String, Rollout> states,
    boolean verified) {
  RolloutHistory {
    states = Map.copyOf(states);
  }

  /** The state of a rollout that a process that died had begun. */
  Optional<Rollout> begun(RolloutSettings settings) {
    return begun(settings.logName());
  }

  /** The same by the name of its record. */
  Optional<Rollout> begun(String name) {
    return Optional.ofNullable(states.get(name));
  }

  /**
   * What rolling the next rollout back restores.
   *
   * @param changed whether this release has changed anything outside of it
   */
  Baseline baseline(boolean changed) {
    return verified && (changed || earlier.changedBaseline())
        ? Baseline.CHANGED
        : Baseline.VERIFIED;
  }
}
