package dev.ingot.rollout.core;

import dev.ingot.address.InstanceAddress;
import dev.ingot.health.Verdict;
import dev.ingot.lang.DurationText;
import dev.ingot.rollout.core.Rollout.Phase;
import dev.ingot.rollout.core.Rollout.ReleaseHealth;
import dev.ingot.rollout.core.Rollout.SliceHealth;
import dev.ingot.rollout.core.RolloutCore.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a rollout watches its new machines. */
final class Watch {
  private Watch() {}

  static Step probed(Rollout rollout, Event.Probed event) {
    InstanceAddress address = event.address();
    SliceHealth known = rollout.health().get(address);
    if (known == null) {
      return RolloutCore.stay(rollout);
    }
    return switch (event.verdict()) {
      case Verdict.Dead(String evidence) ->
          mayFail(rollout, address)
              ? Reversal.failWhenFree(
                  rollout.with(address, unhealthy(known, evidence)), address + ": " + evidence)
              : RolloutCore.stay(rollout);
      case Verdict.Unhealthy verdict -> {
        String evidence = verdict.evidence();
        Rollout next = rollout.with(address, unhealthy(known, evidence));
        yield known.proved() && mayFail(rollout, address)
            ? Reversal.failWhenFree(next, address + " became unhealthy: " + evidence)
            : tick(next, event.at());
      }
      case Verdict.Healthy _ ->
          tick(
              rollout.with(
                  address,
                  new SliceHealth(
                      known.since(),
                      Optional.of(known.healthySince().orElse(event.at())),
                      known.proved(),
                      known.evidence())),
              event.at());
    };
  }

  private static SliceHealth unhealthy(SliceHealth known, String evidence) {
    return new SliceHealth(known.since(), Optional.empty(), known.proved(), evidence);
  }

  /** While the old machines of a wave are being destroyed, the wave can only be completed. */
  private static boolean mayFail(Rollout rollout, InstanceAddress address) {
    return switch (rollout.phase()) {
      case PROVING, MOVING, OBSERVING, ANALYSING, BAKING -> true;
      case VACATING, CREATING ->
          rollout.replacedSlices().stream().anyMatch(slice -> slice.address().equals(address));
      case READY, WAITING, RETIRING, TAKING_BACK, REDEPLOYING, ENDED -> false;
    };
  }

  /**
   * The checks of the release. It may take a moment until users reach new machines, so that only a
   * failure after a success is one at once.
   */
  static Step verified(Rollout rollout, Instant at, Verdict verdict) {
    if (rollout.phase() != Phase.OBSERVING
        && rollout.phase() != Phase.ANALYSING
        && rollout.phase() != Phase.BAKING) {
      return RolloutCore.stay(rollout);
    }
    boolean healthy = verdict.isHealthy();
    Rollout next = rollout.with(new ReleaseHealth(healthy, healthy ? "" : verdict.evidence()));
    return rollout.release().healthy() && !healthy
        ? Reversal.fail(next, "the release became unhealthy: " + verdict.evidence())
        : tick(next, at);
  }

  static Step tick(Rollout rollout, Instant at) {
    return switch (rollout.phase()) {
      case PROVING -> prove(rollout, at);
      case OBSERVING, BAKING -> watch(rollout, at);
      case READY,
          WAITING,
          VACATING,
          CREATING,
          MOVING,
          ANALYSING,
          RETIRING,
          TAKING_BACK,
          REDEPLOYING,
          ENDED ->
          RolloutCore.stay(rollout);
    };
  }

  private static Step prove(Rollout rollout, Instant at) {
    Strategy.Timing timing = rollout.strategy().timing();
    Rollout next = rollout;
    boolean all = true;
    for (Slice slice : rollout.currentSlices()) {
      SliceHealth known = health(next, slice);
      if (known.proved() && known.isHealthy()) {
        continue;
      }
      boolean proved =
          known
              .healthySince()
              .filter(since -> !since.plus(timing.minHealthyTime()).isAfter(at))
              .isPresent();
      if (proved) {
        next =
            next.with(
                    slice.address(), new SliceHealth(known.since(), known.healthySince(), true, ""))
                .progressed(at);
      } else if (!known.since().plus(timing.healthyDeadline()).isAfter(at)) {
        return Reversal.fail(next, late(slice, timing, known));
      } else {
        all = false;
      }
    }
    if (all) {
      return RolloutCore.proved(next, at);
    }
    if (!next.lastProgress().plus(timing.progressDeadline()).isAfter(at)) {
      return Reversal.fail(
          next, "no machine became healthy within " + DurationText.text(timing.progressDeadline()));
    }
    return new Step(next, List.of(new Effect.Wait(nextDeadline(next, at))));
  }

  private static SliceHealth health(Rollout rollout, Slice slice) {
    SliceHealth known = rollout.health().get(slice.address());
    if (known == null) {
      throw new IllegalStateException("no health of " + slice.address());
    }
    return known;
  }

  private static String late(Slice slice, Strategy.Timing timing, SliceHealth known) {
    return slice.address()
        + " was not healthy within "
        + DurationText.text(timing.healthyDeadline())
        + ": "
        + known.evidence();
  }

  /**
   * Ends an observation when its time is over. What nothing is known of then has its healthy
   * deadline to be seen healthy: missing data is never healthy.
   */
  private static Step watch(Rollout rollout, Instant at) {
    Instant until = rollout.position().until().orElseThrow();
    if (until.isAfter(at)) {
      return new Step(rollout, List.of(new Effect.Wait(until)));
    }
    Strategy.Timing timing = rollout.strategy().timing();
    Instant last = until.plus(timing.healthyDeadline());
    for (Slice slice : rollout.begunSlices()) {
      SliceHealth known = health(rollout, slice);
      if (!known.isHealthy()) {
        return last.isAfter(at)
            ? new Step(rollout, List.of(new Effect.Wait(last)))
            : Reversal.fail(rollout, late(slice, timing, known));
      }
    }
    if (rollout.strategy().verify() && !rollout.release().healthy()) {
      return last.isAfter(at)
          ? new Step(rollout, List.of(new Effect.Wait(last)))
          : Reversal.fail(
              rollout,
              "the release was not healthy within "
                  + DurationText.text(timing.healthyDeadline())
                  + ": "
                  + rollout.release().evidence());
    }
    if (rollout.phase() == Phase.BAKING && RolloutCore.isAnalysed(rollout)) {
      // The analysis answers when it has measured long enough.
      return RolloutCore.stay(rollout);
    }
    return rollout.phase() == Phase.BAKING
        ? RolloutCore.baked(rollout, at)
        : RolloutCore.observed(rollout, at);
  }

  private static Instant nextDeadline(Rollout rollout, Instant now) {
    Strategy.Timing timing = rollout.strategy().timing();
    Instant next = rollout.lastProgress().plus(timing.progressDeadline());
    for (Slice slice : rollout.currentSlices()) {
      SliceHealth known = health(rollout, slice);
      if (!known.proved()) {
        Instant deadline = known.since().plus(timing.healthyDeadline());
        Instant proof =
            known.healthySince().map(since -> since.plus(timing.minHealthyTime())).orElse(deadline);
        next = min(next, min(deadline, proof));
      }
    }
    return next.isAfter(now) ? next : now.plusMillis(1);
  }

  private static Instant min(Instant left, Instant right) {
    return left.isBefore(right) ? left : right;
  }
}
