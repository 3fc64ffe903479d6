package dev.ingot.release;

import dev.ingot.graph.Cancellation;
import dev.ingot.health.Verdict;
import dev.ingot.release.fleet.FleetMembers;
import dev.ingot.rollout.RolloutSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Checks whether users reach what is deployed. A deployment in which a balancer has no healthy
 * backend is not done, with or without a rollout.
 */
final class UserReach {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  /** How long a deployment without rollouts may take to be reached. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ReleaseParts parts;
  private final FleetMembers members;
  private final ReleaseListener listener;
  private final Cancellation cancellation;

  UserReach(
      ReleaseParts parts,
      FleetMembers members,
      ReleaseListener listener,
      Cancellation cancellation) {
    this.parts = parts;
    this.members = members;
    this.listener = listener;
    this.cancellation = cancellation;
  }

  /**
   * Waits until users reach it; returns the failure, if any. A machine may take a moment to start.
   *
   * @param rollouts the longest time one of them gives a machine is the time to wait
   */
  Optional<ReleaseResult> run(List<RolloutSettings> rollouts) throws InterruptedException {
    Instant until = parts.time().instant().plus(patience(rollouts));
    Verdict verdict = members.release();
    if (!verdict.isHealthy()) {
      listener.on(new ReleaseEvent.Unreached(verdict.evidence()));
    }
    while (!verdict.isHealthy() && parts.time().instant().isBefore(until)) {
      if (cancellation.isCancelled()) {
        return Optional.of(
            new ReleaseResult.Interrupted(
                ReleaseStage.DEPLOY, "all is deployed, but " + verdict.evidence()));
      }
      parts.time().sleep(BETWEEN_LOOKS);
      verdict = members.release();
    }
    return verdict.isHealthy()
        ? Optional.empty()
        : Optional.of(
            new ReleaseResult.Failed(
                ReleaseStage.DEPLOY,
                "all is deployed, but users don't reach it: "
                    + verdict.evidence()
                    + ". Check the ports of the backends and the logs of the machines, then run the"
                    + " same command again."));
  }

  private static Duration patience(List<RolloutSettings> rollouts) {
    return rollouts.stream()
        .map(settings -> settings.strategy().healthyDeadline())
        .max(Comparator.naturalOrder())
        .orElse(PATIENCE);
  }
}
