package dev.ingot.rollout.core;

import dev.ingot.address.InstanceAddress;
import dev.ingot.health.Verdict;
import dev.ingot.rollout.core.Event.Result;
import dev.ingot.rollout.core.Rollout.Baseline;
import dev.ingot.rollout.core.Rollout.Phase;
import dev.ingot.rollout.core.Rollout.SliceHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rollout as a function: a state and an event give the next state and its effects. Each wave
 * creates its new machines, waits until they are proved healthy, moves their dependents, and only
 * then destroys the old ones; a failure rolls the wave back while its old machines still serve. An
 * event that does not fit the phase (late, repeated, of another wave) changes nothing. Every
 * sequence of events that answers each effect and advances time terminates.
 */
public final class RolloutCore {
  private RolloutCore() {}

  /** The next state and its effects, in order. */
  public record Step(Rollout rollout, List<Effect> effects) {
    public Step {
      effects = List.copyOf(effects);
    }
  }

  /** The step an event leads to. */
  public static Step next(Rollout rollout, Event event) {
    if (rollout.ended()) {
      return stay(rollout);
    }
    return switch (event) {
      case Event.Started(Instant at) ->
          rollout.phase() != Phase.READY ? stay(rollout) : beginWave(rollout.progressed(at));
      case Event.Resumed(Instant at) -> resumed(rollout.progressed(at));
      case Event.Created(Instant at, int wave, Result result) ->
          fits(rollout, Phase.CREATING, wave) ? created(rollout, at, result) : stay(rollout);
      case Event.Probed(Instant at, InstanceAddress address, Verdict verdict) ->
          probed(rollout, at, address, verdict);
      case Event.Tick(Instant at) -> tick(rollout, at);
      case Event.Moved(Instant _, int wave, Result result) ->
          fits(rollout, Phase.MOVING, wave) ? moved(rollout, result) : stay(rollout);
      case Event.Retired(Instant at, int wave, Result result) ->
          fits(rollout, Phase.RETIRING, wave) ? retired(rollout, at, result) : stay(rollout);
      case Event.TakenBack(Instant _, int wave, Result result) ->
          fits(rollout, Phase.TAKING_BACK, wave) ? takenBack(rollout, result) : stay(rollout);
      case Event.Redeployed(Instant _, Result result) ->
          rollout.phase() != Phase.REDEPLOYING ? stay(rollout) : redeployed(rollout, result);
      case Event.Cancelled(Instant _, String who) -> cancelled(rollout, who);
    };
  }

  private static boolean fits(Rollout rollout, Phase phase, int wave) {
    return rollout.phase() == phase && rollout.wave() == wave;
  }

  private static Step stay(Rollout rollout) {
    return new Step(rollout, List.of());
  }

  /**
   * The interrupted stage runs again and finds what it had already done. Health proofs start over,
   * since there were no probes in between.
   */
  private static Step resumed(Rollout rollout) {
    return switch (rollout.phase()) {
      case READY -> beginWave(rollout);
      case CREATING, PROVING, MOVING ->
          rollout.reason().isEmpty() ? beginWave(rollout) : fail(rollout, rollout.reason());
      case RETIRING ->
          new Step(
              rollout,
              List.of(
                  new Effect.Probe(withReplaced(rollout)),
                  new Effect.Retire(rollout.wave(), rollout.currentSlices())));
      case TAKING_BACK ->
          new Step(rollout, List.of(new Effect.TakeBack(rollout.wave(), rollout.currentSlices())));
      case REDEPLOYING -> new Step(rollout, List.of(new Effect.Redeploy(rollout.reason())));
      case ENDED -> stay(rollout);
    };
  }

  /** The slices of the current wave and of those before. */
  private static List<Slice> withReplaced(Rollout rollout) {
    List<Slice> slices = new ArrayList<>(rollout.replacedSlices());
    slices.addAll(rollout.currentSlices());
    return slices;
  }

  private static Step beginWave(Rollout rollout) {
    if (rollout.wave() == rollout.waves().size()) {
      return end(rollout, new Outcome.Promoted());
    }
    return new Step(
        rollout.in(Phase.CREATING),
        List.of(
            new Effect.Probe(rollout.replacedSlices()),
            new Effect.Create(rollout.wave(), rollout.currentSlices())));
  }

  private static Step created(Rollout rollout, Instant at, Result result) {
    if (result instanceof Result.Failed(String message)) {
      return fail(rollout, message);
    }
    if (!rollout.reason().isEmpty()) {
      return fail(rollout, rollout.reason());
    }
    Rollout next = rollout.in(Phase.PROVING);
    for (Slice slice : rollout.currentSlices()) {
      next =
          next.with(
              slice.address(), new SliceHealth(at, Optional.empty(), false, "not probed yet"));
    }
    return new Step(
        next,
        List.of(new Effect.Probe(withReplaced(rollout)), new Effect.Wait(nextDeadline(next, at))));
  }

  private static Step probed(
      Rollout rollout, Instant at, InstanceAddress address, Verdict verdict) {
    SliceHealth known = rollout.health().get(address);
    if (known == null) {
      return stay(rollout);
    }
    switch (verdict) {
      case Verdict.Dead(String evidence) -> {
        return mayFail(rollout, address)
            ? failWhenFree(
                rollout.with(address, unhealthy(known, evidence)), address + ": " + evidence)
            : stay(rollout);
      }
      case Verdict.Unhealthy unhealthy -> {
        String evidence = unhealthy.evidence();
        Rollout next = rollout.with(address, unhealthy(known, evidence));
        return known.proved() && mayFail(rollout, address)
            ? failWhenFree(next, address + " became unhealthy: " + evidence)
            : tick(next, at);
      }
      case Verdict.Healthy _ -> {
        Instant since = known.healthySince().orElse(at);
        return tick(
            rollout.with(
                address,
                new SliceHealth(
                    known.since(), Optional.of(since), known.proved(), known.evidence())),
            at);
      }
    }
  }

  private static SliceHealth unhealthy(SliceHealth known, String evidence) {
    return new SliceHealth(known.since(), Optional.empty(), known.proved(), evidence);
  }

  /** While the old machines of a wave are being destroyed, the wave can only be completed. */
  private static boolean mayFail(Rollout rollout, InstanceAddress address) {
    return switch (rollout.phase()) {
      case PROVING, MOVING -> true;
      case CREATING ->
          rollout.replacedSlices().stream().anyMatch(slice -> slice.address().equals(address));
      case READY, RETIRING, TAKING_BACK, REDEPLOYING, ENDED -> false;
    };
  }

  private static Step tick(Rollout rollout, Instant at) {
    if (rollout.phase() != Phase.PROVING) {
      return stay(rollout);
    }
    Strategy strategy = rollout.strategy();
    Rollout next = rollout;
    boolean all = true;
    for (Slice slice : rollout.currentSlices()) {
      SliceHealth known = next.health().get(slice.address());
      if (known == null) {
        throw new IllegalStateException("no health of " + slice.address());
      }
      if (known.proved() && known.healthySince().isPresent()) {
        continue;
      }
      boolean proved =
          known
              .healthySince()
              .filter(since -> !since.plus(strategy.minHealthyTime()).isAfter(at))
              .isPresent();
      if (proved) {
        next =
            next.with(
                    slice.address(), new SliceHealth(known.since(), known.healthySince(), true, ""))
                .progressed(at);
      } else if (!known.since().plus(strategy.healthyDeadline()).isAfter(at)) {
        return fail(
            next,
            slice.address()
                + " was not healthy within "
                + seconds(strategy.healthyDeadline())
                + ": "
                + known.evidence());
      } else {
        all = false;
      }
    }
    if (all) {
      return new Step(
          next.in(Phase.MOVING), List.of(new Effect.Move(next.wave(), next.currentSlices())));
    }
    if (!next.lastProgress().plus(strategy.progressDeadline()).isAfter(at)) {
      return fail(next, "no machine became healthy within " + seconds(strategy.progressDeadline()));
    }
    return new Step(next, List.of(new Effect.Wait(nextDeadline(next, at))));
  }

  private static String seconds(java.time.Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }

  private static Instant nextDeadline(Rollout rollout, Instant now) {
    Instant next = rollout.lastProgress().plus(rollout.strategy().progressDeadline());
    for (Slice slice : rollout.currentSlices()) {
      SliceHealth known = rollout.health().get(slice.address());
      if (known == null || known.proved()) {
        continue;
      }
      Instant deadline = known.since().plus(rollout.strategy().healthyDeadline());
      Instant proof =
          known
              .healthySince()
              .map(since -> since.plus(rollout.strategy().minHealthyTime()))
              .orElse(deadline);
      next = min(next, min(deadline, proof));
    }
    return next.isAfter(now) ? next : now.plusMillis(1);
  }

  private static Instant min(Instant left, Instant right) {
    return left.isBefore(right) ? left : right;
  }

  private static Step moved(Rollout rollout, Result result) {
    if (result instanceof Result.Failed(String message)) {
      return fail(rollout, message);
    }
    if (!rollout.reason().isEmpty()) {
      return fail(rollout, rollout.reason());
    }
    for (Slice slice : rollout.currentSlices()) {
      SliceHealth known = rollout.health().get(slice.address());
      if (known == null || known.healthySince().isEmpty()) {
        return fail(rollout, slice.address() + " became unhealthy");
      }
    }
    return new Step(
        rollout.in(Phase.RETIRING),
        List.of(new Effect.Retire(rollout.wave(), rollout.currentSlices())));
  }

  private static Step retired(Rollout rollout, Instant at, Result result) {
    if (result instanceof Result.Failed(String message)) {
      return pause(rollout, "old machines could not be destroyed: " + message);
    }
    Rollout next = rollout.atWave(rollout.wave() + 1).progressed(at);
    boolean cancelled = !rollout.reason().isEmpty();
    return cancelled && next.wave() < next.waves().size()
        ? stopBetweenWaves(next)
        : beginWave(next);
  }

  /** The next wave has not begun: only earlier waves need to be undone. */
  private static Step stopBetweenWaves(Rollout rollout) {
    Step failed = fail(rollout, rollout.reason());
    if (failed.rollout().phase() != Phase.TAKING_BACK) {
      return failed;
    }
    Step undone = takenBack(failed.rollout(), new Result.Done());
    List<Effect> effects = new ArrayList<>(List.of(new Effect.Probe(List.of())));
    effects.addAll(undone.effects());
    return new Step(undone.rollout(), effects);
  }

  /** No rollback while a stage is running: its result comes first. */
  private static Step failWhenFree(Rollout rollout, String reason) {
    boolean free = rollout.phase() != Phase.CREATING && rollout.phase() != Phase.MOVING;
    if (free) {
      return fail(rollout, reason);
    }
    return stay(rollout.reason().isEmpty() ? rollout.because(reason) : rollout);
  }

  private static Step fail(Rollout rollout, String reason) {
    if (!rollout.strategy().autoRevert()) {
      return pause(rollout, reason);
    }
    if (rollout.baseline() == Baseline.VERIFIED
        && rollout.waves().stream().flatMap(List::stream).noneMatch(Slice::replacesAnOldMachine)) {
      return pause(rollout, reason + "; there is no earlier release to roll back to");
    }
    return new Step(
        rollout.because(reason).in(Phase.TAKING_BACK),
        List.of(
            new Effect.Probe(List.of()),
            new Effect.TakeBack(rollout.wave(), rollout.currentSlices())));
  }

  private static Step takenBack(Rollout rollout, Result result) {
    if (result instanceof Result.Failed(String message)) {
      return pause(rollout, rollout.reason() + "; rolling back failed: " + message);
    }
    boolean oldOnesGone = rollout.replacedSlices().stream().anyMatch(Slice::replacesAnOldMachine);
    if (oldOnesGone || rollout.baseline() == Baseline.CHANGED) {
      return new Step(
          rollout.in(Phase.REDEPLOYING), List.of(new Effect.Redeploy(rollout.reason())));
    }
    return end(rollout, new Outcome.Reverted(rollout.reason()));
  }

  private static Step redeployed(Rollout rollout, Result result) {
    return switch (result) {
      case Result.Done() -> end(rollout, new Outcome.Reverted(rollout.reason()));
      case Result.Failed(String message) ->
          pause(
              rollout,
              rollout.reason() + "; redeploying the last verified release failed: " + message);
    };
  }

  private static Step cancelled(Rollout rollout, String who) {
    return switch (rollout.phase()) {
      case READY -> pause(rollout, "cancelled by " + who);
      case CREATING, PROVING, MOVING -> failWhenFree(rollout, "cancelled by " + who);
      // This wave can no longer be rolled back; the next one is not begun.
      case RETIRING -> stay(rollout.because("cancelled by " + who));
      case TAKING_BACK, REDEPLOYING, ENDED -> stay(rollout);
    };
  }

  private static Step pause(Rollout rollout, String reason) {
    List<InstanceAddress> unhealthy =
        rollout.health().entrySet().stream()
            .filter(each -> each.getValue().healthySince().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    return end(rollout, new Outcome.Paused(reason, unhealthy));
  }

  private static Step end(Rollout rollout, Outcome outcome) {
    return new Step(
        rollout.endedAs(outcome), List.of(new Effect.Probe(List.of()), new Effect.Finish(outcome)));
  }
}
