package dev.ingot.release;

import dev.ingot.graph.Cancellation;
import dev.ingot.release.fleet.FleetMembers;
import dev.ingot.rollout.RolloutDriver;
import dev.ingot.rollout.RolloutLog;
import dev.ingot.rollout.RolloutObserver;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.Stages;
import dev.ingot.rollout.StepAnalysis;
import dev.ingot.rollout.core.Effect;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Outcome;
import dev.ingot.rollout.core.Rollout;
import java.util.Optional;

/** Runs the rollouts of a release, one at a time, and reports their steps. */
final class RolloutRunner {
  private final ReleaseParts parts;
  private final FleetMembers members;
  private final ReleaseListener listener;
  private final Cancellation cancellation;
  private volatile Optional<RolloutDriver> running = Optional.empty();

  RolloutRunner(
      ReleaseParts parts,
      FleetMembers members,
      ReleaseListener listener,
      Cancellation cancellation) {
    this.parts = parts;
    this.members = members;
    this.listener = listener;
    this.cancellation = cancellation;
  }

  /** Where a rollout starts. */
  interface Start {
    /** Runs it to its end. */
    Outcome run(RolloutDriver driver) throws InterruptedException;
  }

  /** Runs a rollout. If the release has been cancelled before, it is rolled back. */
  Outcome run(RolloutSettings settings, Stages stages, RolloutLog log, Start start)
      throws InterruptedException {
    RolloutDriver driver =
        new RolloutDriver(
            stages,
            members,
            settings.checks(),
            observer(settings.name()),
            parts.time(),
            log,
            analysis(settings));
    running = Optional.of(driver);
    try {
      if (cancellation.isCancelled()) {
        driver.cancel(parts.actor());
      }
      return start.run(driver);
    } finally {
      running = Optional.empty();
    }
  }

  private StepAnalysis analysis(RolloutSettings settings) {
    return settings
        .analysis()
        .<StepAnalysis>map(
            analysis ->
                new CanaryAnalysis(settings.name(), analysis, members, parts.time(), listener))
        .orElse(StepAnalysis.NONE);
  }

  /** Cancels the running rollout, which rolls back; false if none is running. */
  boolean cancel() {
    Optional<RolloutDriver> driver = running;
    driver.ifPresent(one -> one.cancel(parts.actor()));
    return driver.isPresent();
  }

  private RolloutObserver observer(String rollout) {
    return new RolloutObserver() {
      @Override
      public void stepped(Event event, Rollout before, Rollout after) {
        listener.on(new ReleaseEvent.RolloutStepped(rollout, event, before, after));
      }

      @Override
      public void doing(Effect effect, Rollout state) {
        listener.on(new ReleaseEvent.RolloutDoing(rollout, effect, state));
      }
    };
  }

  /** The result of a release whose rollout ended so; empty if the release continues. */
  static Optional<ReleaseResult> failure(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Promoted _ -> Optional.empty();
      case Outcome.Reverted(String reason) -> Optional.of(new ReleaseResult.Reverted(reason));
      case Outcome.Paused(String reason, var _) -> Optional.of(new ReleaseResult.Paused(reason));
      case Outcome.Waiting waiting -> Optional.of(new ReleaseResult.Waiting(waiting));
    };
  }
}
