package dev.ingot.release;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.release.record.RolloutRecord;
import dev.ingot.rollout.NoStages;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Outcome;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Rollout.Baseline;
import dev.ingot.rollout.core.Slice;
import dev.ingot.state.InstanceState;
import dev.ingot.state.State;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Redeploys the last verified release if users don't reach what was deployed and a rollout of the
 * stack reverts by itself. It is recorded as a rollout of its own that has failed, so that a killed
 * one is resumed.
 */
final class UnreachedReversal {
  /** The name of its record; targets of rollouts have a dot. */
  private static final String NAME = "users";

  private final ReleaseParts parts;
  private final RolloutHistory history;
  private final RolloutRecord record;
  private final RolloutRunner runner;
  private final Redeployment redeployment;

  UnreachedReversal(
      ReleaseParts parts,
      RolloutHistory history,
      RolloutRecord record,
      RolloutRunner runner,
      Redeployment redeployment) {
    this.parts = parts;
    this.history = history;
    this.record = record;
    this.runner = runner;
    this.redeployment = redeployment;
  }

  /** Resumes one whose process has died; empty if none had begun to redeploy. */
  Optional<ReleaseResult> resume(List<RolloutSettings> rollouts) throws InterruptedException {
    Optional<RolloutSettings> settings = reverting(rollouts);
    Optional<Rollout> begun = history.begun(NAME).filter(FleetRollout::isGoingBack);
    return settings.isEmpty() || begun.isEmpty()
        ? Optional.empty()
        : RolloutRunner.failure(
            runner.run(
                settings.get(),
                stages(""),
                record.log(NAME),
                driver -> driver.resume(begun.get())));
  }

  /**
   * Redeploys; empty if that is not wanted or possible.
   *
   * @param reason why users don't reach it
   */
  Optional<ReleaseResult> run(List<RolloutSettings> rollouts, State state, String reason)
      throws InterruptedException {
    Optional<RolloutSettings> settings = reverting(rollouts);
    if (settings.isEmpty() || !history.verified()) {
      return Optional.empty();
    }
    List<Slice> slices =
        state
            .instances()
            .filter(settings.get()::has)
            .sorted()
            .map(address -> new Slice(address, Optional.of(unusedKey(state, address))))
            .toList();
    if (slices.isEmpty()) {
      return Optional.empty();
    }
    Outcome outcome =
        runner.run(
            settings.get(),
            stages(reason),
            record.log(NAME),
            driver ->
                driver.run(
                    Rollout.startingWith(
                        settings.get().strategy().plain(), List.of(slices), Baseline.CHANGED)));
    return RolloutRunner.failure(outcome);
  }

  private static Optional<RolloutSettings> reverting(List<RolloutSettings> rollouts) {
    return rollouts.stream().filter(one -> one.strategy().autoRevert()).findFirst();
  }

  /** Nothing is ever kept under this key: the machines stay as they are. */
  private DeposedKey unusedKey(State state, InstanceAddress address) {
    Set<DeposedKey> used =
        state.instance(address).map(InstanceState::deposed).orElseThrow().keySet();
    return DeposedKey.unused(parts.random(), used);
  }

  /** It fails at once and has nothing to roll back but by redeploying. */
  private NoStages stages(String reason) {
    return new NoStages() {
      @Override
      public Event.Result create(List<InstanceAddress> addresses) {
        return new Event.Result.Failed(reason);
      }

      @Override
      public Event.Result redeploy(String why) throws InterruptedException {
        return redeployment.run(why);
      }
    };
  }
}
