package dev.ingot.release;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.operation.ApplySession;
import dev.ingot.release.RolloutGroups.Group;
import dev.ingot.release.fleet.FleetMembers;
import dev.ingot.release.fleet.FleetStages;
import dev.ingot.release.fleet.SliceSequence;
import dev.ingot.release.record.RolloutRecord;
import dev.ingot.rollout.NoStages;
import dev.ingot.rollout.RolloutLog;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Outcome;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Rollout.Baseline;
import dev.ingot.rollout.core.Slice;
import dev.ingot.rollout.core.Strategy;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Replaces the fleets of a release in waves, on an apply session. */
final class FleetRollout {
  private final ReleaseParts parts;
  private final ReleaseListener listener;
  private final FleetMembers members;
  private final RolloutHistory history;
  private final RolloutRecord record;
  private final RolloutRunner runner;
  private final Redeployment redeployment;
  private final Set<InstanceAddress> proved = new HashSet<>();
  private final Set<InstanceAddress> kept = new HashSet<>();

  FleetRollout(
      ReleaseParts parts,
      ReleaseListener listener,
      FleetMembers members,
      RolloutHistory history,
      RolloutRecord record,
      RolloutRunner runner,
      Redeployment redeployment) {
    this.parts = parts;
    this.listener = listener;
    this.members = members;
    this.history = history;
    this.record = record;
    this.runner = runner;
    this.redeployment = redeployment;
  }

  /** The machines that have proved healthy. */
  Set<InstanceAddress> proved() {
    return Set.copyOf(proved);
  }

  /** The instances whose old machines are kept for a while. */
  Set<InstanceAddress> kept() {
    return Set.copyOf(kept);
  }

  /** Finishes rollouts that have already ended or were rolling back; returns the failure. */
  Optional<ReleaseResult> goBack(List<RolloutSettings> rollouts) throws InterruptedException {
    for (RolloutSettings settings : rollouts) {
      Optional<Rollout> begun = history.begun(settings).filter(FleetRollout::isGoingBack);
      if (begun.isPresent()) {
        return RolloutRunner.failure(
            runner.run(
                settings, redeploying(), log(settings), driver -> driver.resume(begun.get())));
      }
    }
    return Optional.empty();
  }

  /** Whether a rollout has ended otherwise than promoted, or is redeploying. */
  static boolean isGoingBack(Rollout state) {
    return state.phase() == Rollout.Phase.REDEPLOYING
        || state.outcome().filter(outcome -> !(outcome instanceof Outcome.Promoted)).isPresent();
  }

  /** The only stage such a rollout still has. */
  private NoStages redeploying() {
    return new NoStages() {
      @Override
      public Event.Result redeploy(String reason) throws InterruptedException {
        return redeployment.run(reason);
      }
    };
  }

  private RolloutLog log(RolloutSettings settings) {
    return record.log(settings.logName());
  }

  /**
   * Replaces one group; returns the failure, if any.
   *
   * @param changed whether this release has already changed something else
   */
  Optional<ReleaseResult> replace(ApplySession apply, Group group, boolean changed)
      throws InterruptedException {
    Optional<ReleaseResult> failure = Optional.empty();
    if (group.start().isPresent()) {
      Rollout state = group.start().get();
      failure = roll(apply, group, driver -> driver.resume(state));
    }
    List<Slice> slices = group.start().isPresent() ? group.rest() : group.slices();
    if (failure.isPresent() || slices.isEmpty()) {
      return failure;
    }
    boolean inPlace = group.strategy().method().isDelegated();
    Baseline baseline = history.baseline(changed || inPlace || group.start().isPresent());
    Strategy strategy = group.strategy().verifying(isVerified(group));
    List<Slice> ordered =
        new SliceSequence(members, group.settings(), history.interrupted()::covers).of(slices);
    return roll(apply, group, driver -> driver.run(Rollout.of(strategy, ordered, baseline)));
  }

  /** The checks of the release are made in each rollout that watches what it has done. */
  private boolean isVerified(Group group) {
    return members.hasReleaseChecks() || !group.strategy().timing().bakeTime().isZero();
  }

  private Optional<ReleaseResult> roll(ApplySession apply, Group group, RolloutRunner.Start start)
      throws InterruptedException {
    FleetStages stages =
        new FleetStages(
            apply,
            members,
            parts.time(),
            group.settings().strategy().healthyDeadline(),
            group.settings().lastWords(),
            reason -> {
              apply.abandon();
              return redeployment.run(reason);
            });
    Outcome outcome = runner.run(group.settings(), stages, log(group.settings()), start);
    listener.on(new ReleaseEvent.Diagnosed(stages.diagnostics()));
    switch (outcome) {
      case Outcome.Promoted(Optional<Instant> until) -> {
        proved.addAll(group.addresses());
        if (until.isPresent()) {
          kept.addAll(group.addresses());
        }
      }
      case Outcome.Paused(String _, List<InstanceAddress> unhealthy) ->
          stages.keepLastWords(unhealthy);
      case Outcome.Reverted _, Outcome.Waiting _ -> {}
    }
    stages
        .lastWords()
        .forEach((address, log) -> listener.on(new ReleaseEvent.LastWords(address, log)));
    return RolloutRunner.failure(outcome);
  }
}
