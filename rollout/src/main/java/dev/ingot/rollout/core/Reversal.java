package dev.ingot.rollout.core;

import dev.ingot.address.InstanceAddress;
import dev.ingot.rollout.core.Event.Result;
import dev.ingot.rollout.core.Rollout.Baseline;
import dev.ingot.rollout.core.Rollout.Phase;
import dev.ingot.rollout.core.RolloutCore.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a rollout goes back. */
final class Reversal {
  private Reversal() {}

  /** No rollback while a stage is running: its result comes first. */
  static Step failWhenFree(Rollout rollout, String reason) {
    boolean free =
        switch (rollout.phase()) {
          case VACATING, CREATING, MOVING -> false;
          case READY,
              WAITING,
              PROVING,
              OBSERVING,
              ANALYSING,
              BAKING,
              RETIRING,
              TAKING_BACK,
              REDEPLOYING,
              ENDED ->
              true;
        };
    if (free) {
      return fail(rollout, reason);
    }
    return RolloutCore.stay(rollout.reason().isEmpty() ? rollout.because(reason) : rollout);
  }

  static Step fail(Rollout rollout, String reason) {
    return rollout.strategy().autoRevert() ? revert(rollout, reason) : pause(rollout, reason);
  }

  private static Step revert(Rollout rollout, String reason) {
    if (rollout.baseline() == Baseline.VERIFIED && !rollout.replacesOldMachines()) {
      return pause(rollout, reason + "; there is no earlier release to roll back to");
    }
    Method method = rollout.strategy().method();
    if (method.destroysFirst() || method instanceof Method.Delegated) {
      // There is nothing to return to but what is created again.
      return new Step(
          rollout.because(reason).in(Phase.REDEPLOYING),
          List.of(new Effect.Probe(List.of()), new Effect.Redeploy(reason)));
    }
    return new Step(
        rollout.because(reason).in(Phase.TAKING_BACK),
        List.of(
            new Effect.Probe(List.of()),
            new Effect.TakeBack(rollout.wave(), rollout.keptSlices())));
  }

  /** The next wave has not begun: only earlier waves need to be undone. */
  static Step betweenWaves(Rollout rollout) {
    Step failed = fail(rollout, rollout.reason());
    if (failed.rollout().phase() != Phase.TAKING_BACK) {
      return failed;
    }
    Step undone = takenBack(failed.rollout(), new Result.Done());
    List<Effect> effects = new ArrayList<>(List.of(new Effect.Probe(List.of())));
    effects.addAll(undone.effects());
    return new Step(undone.rollout(), effects);
  }

  static Step takenBack(Rollout rollout, Result result) {
    if (result instanceof Result.Failed(String message)) {
      return pause(rollout, rollout.reason() + "; rolling back failed: " + message);
    }
    boolean oldOnesGone = rollout.retiredSlices().stream().anyMatch(Slice::replacesAnOldMachine);
    if (oldOnesGone || rollout.baseline() == Baseline.CHANGED) {
      return new Step(
          rollout.in(Phase.REDEPLOYING), List.of(new Effect.Redeploy(rollout.reason())));
    }
    return RolloutCore.end(rollout, new Outcome.Reverted(rollout.reason()));
  }

  static Step redeployed(Rollout rollout, Result result) {
    return switch (result) {
      case Result.Done() -> RolloutCore.end(rollout, new Outcome.Reverted(rollout.reason()));
      case Result.Failed(String message) ->
          pause(
              rollout,
              rollout.reason() + "; redeploying the last verified release failed: " + message);
    };
  }

  static Step cancelled(Rollout rollout, String who) {
    String reason = "cancelled by " + who;
    return switch (rollout.phase()) {
      case READY -> pause(rollout, reason);
      case VACATING, CREATING, PROVING, MOVING, OBSERVING, ANALYSING, BAKING ->
          failWhenFree(rollout, reason);
      // This wave can no longer be rolled back; the next one is not begun.
      case RETIRING -> RolloutCore.stay(rollout.because(reason));
      case WAITING, TAKING_BACK, REDEPLOYING, ENDED -> RolloutCore.stay(rollout);
    };
  }

  /** Rolls back what waits, whatever the strategy says of failures: a person wants it. */
  static Step aborted(Rollout rollout, String who) {
    if (rollout.position().gate().isEmpty()) {
      return RolloutCore.stay(rollout);
    }
    String reason = "aborted by " + who;
    boolean untouched =
        rollout.position().gate().get().point() == Gate.Point.START
            && rollout.baseline() == Baseline.VERIFIED;
    return untouched
        ? RolloutCore.end(rollout.because(reason), new Outcome.Reverted(reason))
        : revert(rollout, reason);
  }

  static Step pause(Rollout rollout, String reason) {
    List<InstanceAddress> unhealthy =
        rollout.health().entrySet().stream()
            .filter(each -> !each.getValue().isHealthy())
            .map(Map.Entry::getKey)
            .toList();
    return RolloutCore.end(rollout, new Outcome.Paused(reason, unhealthy));
  }
}
