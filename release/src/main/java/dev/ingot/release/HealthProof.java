package dev.ingot.release;

import dev.ingot.address.InstanceAddress;
import dev.ingot.rollout.NoStages;
import dev.ingot.rollout.RolloutLog;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.core.Outcome;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Slice;
import dev.ingot.state.StateSession;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks the health of machines that an earlier release left unverified. Changes nothing. */
final class HealthProof {
  private final StateSession session;
  private final RolloutRunner runner;

  HealthProof(StateSession session, RolloutRunner runner) {
    this.session = session;
    this.runner = runner;
  }

  /**
   * Checks the machines of rollouts; returns the failure, if any.
   *
   * @param proved those that have proved healthy already
   */
  Optional<ReleaseResult> run(List<RolloutSettings> rollouts, Set<InstanceAddress> proved)
      throws InterruptedException {
    for (RolloutSettings settings : rollouts) {
      List<Slice> slices =
          session
              .state()
              .snapshot()
              .instances()
              .filter(settings::has)
              .filter(address -> !proved.contains(address))
              .sorted()
              .map(Slice::fresh)
              .toList();
      if (!slices.isEmpty()) {
        Outcome outcome =
            runner.run(
                settings,
                new NoStages(),
                RolloutLog.NONE,
                driver -> driver.run(Rollout.of(settings.strategy().plain(), slices)));
        Optional<ReleaseResult> failure = RolloutRunner.failure(outcome);
        if (failure.isPresent()) {
          return failure;
        }
      }
    }
    return Optional.empty();
  }
}
