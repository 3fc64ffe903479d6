package dev.ingot.rollout.core;

import dev.ingot.address.InstanceAddress;
import dev.ingot.rollout.core.Event.Result;
import dev.ingot.rollout.core.Gate.Point;
import dev.ingot.rollout.core.Rollout.Phase;
import dev.ingot.rollout.core.Rollout.ReleaseHealth;
import dev.ingot.rollout.core.Rollout.SliceHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A rollout as a function: a state and an event give the next state and its effects. All methods
 * pass the same points; {@code docs/rollouts.md} has them as a table.
 *
 * <pre>
 * wave begins    START gate, then Vacate where old machines go first, then Create
 * created        Probe; the wave has to prove itself within its deadlines
 * proved         MOVE gate, then Move
 * moved          of a canary's step: Wait, or Analyse, then STEP gate
 *                an earlier wave: Retire unless old machines are kept, then the next wave
 *                the last one: Wait for the bake time with the checks of the release,
 *                then PROMOTE gate, then Retire
 * failed         TakeBack of all waves whose old machines exist; Redeploy where some don't
 * </pre>
 *
 * An event that does not fit the phase (late, repeated, of another wave) changes nothing. Every
 * sequence of events that answers each effect, opens or closes each gate, and advances time
 * terminates.
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
          rollout.phase() != Phase.READY ? stay(rollout) : beginWave(rollout.progressed(at), at);
      case Event.Resumed(Instant at) -> resumed(rollout.progressed(at), at);
      case Event.Vacated(Instant _, int wave, Result result) ->
          fits(rollout, Phase.VACATING, wave) ? vacated(rollout, result) : stay(rollout);
      case Event.Created(Instant at, int wave, Result result) ->
          fits(rollout, Phase.CREATING, wave) ? created(rollout, at, result) : stay(rollout);
      case Event.Probed probed -> Watch.probed(rollout, probed);
      case Event.Verified(Instant at, var verdict) -> Watch.verified(rollout, at, verdict);
      case Event.Tick(Instant at) -> Watch.tick(rollout, at);
      case Event.Moved(Instant at, int wave, Result result) ->
          fits(rollout, Phase.MOVING, wave) ? moved(rollout, at, result) : stay(rollout);
      case Event.Analysed(Instant at, int wave, AnalysisVerdict verdict) ->
          analysed(rollout, at, wave, verdict);
      case Event.Retired(Instant at, int wave, Result result) ->
          fits(rollout, Phase.RETIRING, wave) ? retired(rollout, at, result) : stay(rollout);
      case Event.TakenBack(Instant _, int wave, Result result) ->
          fits(rollout, Phase.TAKING_BACK, wave)
              ? Reversal.takenBack(rollout, result)
              : stay(rollout);
      case Event.Redeployed(Instant _, Result result) ->
          rollout.phase() != Phase.REDEPLOYING
              ? stay(rollout)
              : Reversal.redeployed(rollout, result);
      case Event.Confirmed(Instant at, String _) ->
          rollout
              .position()
              .gate()
              .map(gate -> pass(rollout.opened(gate).progressed(at), gate, at))
              .orElseGet(() -> stay(rollout));
      case Event.Aborted(Instant _, String who) -> Reversal.aborted(rollout, who);
      case Event.Cancelled(Instant _, String who) -> Reversal.cancelled(rollout, who);
    };
  }

  private static boolean fits(Rollout rollout, Phase phase, int wave) {
    return rollout.phase() == phase && rollout.wave() == wave;
  }

  static Step stay(Rollout rollout) {
    return new Step(rollout, List.of());
  }

  /**
   * The interrupted stage runs again and finds what it had already done. Health proofs and
   * observations start over, since nothing was probed in between.
   */
  private static Step resumed(Rollout rollout, Instant at) {
    boolean failed = !rollout.reason().isEmpty();
    return switch (rollout.phase()) {
      case READY -> beginWave(rollout, at);
      case WAITING -> suspend(rollout);
      case VACATING, CREATING, PROVING, MOVING ->
          failed ? Reversal.fail(rollout, rollout.reason()) : beginWave(rollout, at);
      case OBSERVING, ANALYSING ->
          failed ? Reversal.fail(rollout, rollout.reason()) : observe(unwatched(rollout, at), at);
      case BAKING -> bake(unwatched(rollout, at), at);
      case RETIRING ->
          new Step(
              rollout,
              List.of(
                  new Effect.Probe(rollout.begunSlices()),
                  new Effect.Retire(rollout.wave(), rollout.keptSlices())));
      case TAKING_BACK ->
          new Step(rollout, List.of(new Effect.TakeBack(rollout.wave(), rollout.keptSlices())));
      case REDEPLOYING -> new Step(rollout, List.of(new Effect.Redeploy(rollout.reason())));
      case ENDED -> stay(rollout);
    };
  }

  /** Nothing is known of the health of proved machines until they are probed again. */
  private static Rollout unwatched(Rollout rollout, Instant at) {
    TreeMap<InstanceAddress, SliceHealth> health = new TreeMap<>();
    rollout
        .health()
        .forEach(
            (address, known) ->
                health.put(
                    address,
                    new SliceHealth(at, Optional.empty(), known.proved(), "not probed yet")));
    return rollout.with(health).with(ReleaseHealth.UNKNOWN);
  }

  /** Waits at a gate that the strategy has; passes it otherwise, or if it is open. */
  private static Step gate(Rollout rollout, Point point, Instant at) {
    Gate gate = new Gate(point, rollout.wave());
    boolean asked =
        point == Point.STEP
            ? step(rollout).map(Method.Step::confirm).orElse(false)
            : rollout.strategy().confirm().contains(point);
    return asked && !rollout.confirmed().contains(gate)
        ? suspend(rollout.waitingAt(gate, ""))
        : pass(rollout, gate, at);
  }

  private static Step suspend(Rollout rollout) {
    return new Step(
        rollout,
        List.of(new Effect.Probe(List.of()), new Effect.Suspend(rollout.waiting().orElseThrow())));
  }

  private static Step pass(Rollout rollout, Gate gate, Instant at) {
    return switch (gate.point()) {
      case START -> replace(rollout);
      case MOVE ->
          new Step(
              rollout.in(Phase.MOVING),
              List.of(new Effect.Move(rollout.wave(), rollout.currentSlices())));
      case ANALYSIS ->
          gate.wave() == rollout.waves().size()
              ? gate(rollout, Point.PROMOTE, at)
              : gate(rollout, Point.STEP, at);
      case STEP -> completed(rollout, at);
      case PROMOTE -> retire(rollout, at);
    };
  }

  private static Optional<Method.Step> step(Rollout rollout) {
    return rollout.replacesOldMachines()
        ? rollout.strategy().method().step(rollout.wave())
        : Optional.empty();
  }

  private static Step beginWave(Rollout rollout, Instant at) {
    if (rollout.wave() >= rollout.waves().size()) {
      return end(rollout, new Outcome.Promoted());
    }
    return rollout.wave() == 0 ? gate(rollout, Point.START, at) : replace(rollout);
  }

  private static Step replace(Rollout rollout) {
    List<Slice> slices = rollout.currentSlices();
    boolean vacates =
        rollout.strategy().method().destroysFirst()
            && slices.stream().anyMatch(Slice::replacesAnOldMachine);
    return new Step(
        rollout.in(vacates ? Phase.VACATING : Phase.CREATING),
        List.of(
            new Effect.Probe(rollout.replacedSlices()),
            vacates
                ? new Effect.Vacate(rollout.wave(), slices)
                : new Effect.Create(rollout.wave(), slices)));
  }

  private static Step vacated(Rollout rollout, Result result) {
    if (result instanceof Result.Failed(String message)) {
      return Reversal.fail(rollout, message);
    }
    if (!rollout.reason().isEmpty()) {
      return Reversal.fail(rollout, rollout.reason());
    }
    return new Step(
        rollout.in(Phase.CREATING),
        List.of(new Effect.Create(rollout.wave(), rollout.currentSlices())));
  }

  private static Step created(Rollout rollout, Instant at, Result result) {
    if (result instanceof Result.Failed(String message)) {
      return Reversal.fail(rollout, message);
    }
    if (!rollout.reason().isEmpty()) {
      return Reversal.fail(rollout, rollout.reason());
    }
    TreeMap<InstanceAddress, SliceHealth> health = new TreeMap<>(rollout.health());
    for (Slice slice : rollout.currentSlices()) {
      health.put(slice.address(), new SliceHealth(at, Optional.empty(), false, "not probed yet"));
    }
    return before(
        List.of(new Effect.Probe(rollout.begunSlices())),
        Watch.tick(rollout.in(Phase.PROVING).with(health), at));
  }

  private static Step before(List<Effect> first, Step step) {
    List<Effect> effects = new ArrayList<>(first);
    effects.addAll(step.effects());
    return new Step(step.rollout(), effects);
  }

  /** The new machines of the current wave are healthy. */
  static Step proved(Rollout rollout, Instant at) {
    return rollout.wave() == 0
        ? gate(rollout, Point.MOVE, at)
        : pass(rollout, new Gate(Point.MOVE, rollout.wave()), at);
  }

  private static Step moved(Rollout rollout, Instant at, Result result) {
    if (result instanceof Result.Failed(String message)) {
      return Reversal.fail(rollout, message);
    }
    if (!rollout.reason().isEmpty()) {
      return Reversal.fail(rollout, rollout.reason());
    }
    for (Slice slice : rollout.currentSlices()) {
      SliceHealth known = rollout.health().get(slice.address());
      if (known == null || !known.isHealthy()) {
        return Reversal.fail(rollout, slice.address() + " became unhealthy");
      }
    }
    return observe(rollout, at);
  }

  /** Observes a step; what is no step is completed. */
  private static Step observe(Rollout rollout, Instant at) {
    Optional<Method.Step> step = step(rollout);
    if (step.isEmpty()) {
      return completed(rollout, at);
    }
    Instant until = at.plus(step.get().duration());
    Effect probe = new Effect.Probe(rollout.begunSlices(), rollout.strategy().verify());
    return step.get().analysis()
        ? new Step(
            rollout.in(Phase.ANALYSING, until),
            List.of(probe, analyse(rollout, rollout.wave(), until)))
        : before(List.of(probe), Watch.tick(rollout.in(Phase.OBSERVING, until), at));
  }

  private static Effect analyse(Rollout rollout, int wave, Instant until) {
    return new Effect.Analyse(wave, rollout.begunSlices(), rollout.untouchedSlices(), until);
  }

  /** The time of an observation is over, and all machines are healthy. */
  static Step observed(Rollout rollout, Instant at) {
    return gate(rollout, Point.STEP, at);
  }

  private static Step analysed(Rollout rollout, Instant at, int wave, AnalysisVerdict verdict) {
    boolean ofStep = fits(rollout, Phase.ANALYSING, wave);
    boolean ofBake = rollout.phase() == Phase.BAKING && wave == rollout.waves().size();
    if (!ofStep && !ofBake) {
      return stay(rollout);
    }
    Gate gate = new Gate(Point.ANALYSIS, wave);
    return switch (verdict) {
      case AnalysisVerdict.Failed(String evidence) ->
          Reversal.fail(rollout, "the analysis failed: " + evidence);
      case AnalysisVerdict.Inconclusive(String evidence) ->
          suspend(rollout.waitingAt(gate, "the analysis is inconclusive: " + evidence));
      case AnalysisVerdict.Successful _ ->
          ofBake
              ? Watch.tick(rollout.opened(gate), at)
              : Watch.tick(rollout.in(Phase.OBSERVING, rollout.position().until().orElse(at)), at);
    };
  }

  /** The current wave serves and has been observed. */
  private static Step completed(Rollout rollout, Instant at) {
    if (rollout.isLastWave()) {
      return bake(rollout, at);
    }
    return rollout.strategy().method().keepsAll()
        ? beginWave(rollout.atWave(rollout.wave() + 1).progressed(at), at)
        : retire(rollout, at);
  }

  private static Step bake(Rollout rollout, Instant at) {
    Strategy strategy = rollout.strategy();
    Duration time = strategy.timing().bakeTime();
    if (time.isZero() && !strategy.verify()) {
      return gate(rollout, Point.PROMOTE, at);
    }
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.Probe(rollout.begunSlices(), strategy.verify()));
    if (isAnalysed(rollout)) {
      effects.add(analyse(rollout, rollout.waves().size(), at.plus(time)));
    }
    return before(effects, Watch.tick(rollout.in(Phase.BAKING, at.plus(time)), at));
  }

  /** Whether an analysis has to succeed during the bake time. */
  static boolean isAnalysed(Rollout rollout) {
    return rollout.strategy().analyse()
        && !rollout.strategy().timing().bakeTime().isZero()
        && rollout.replacesOldMachines()
        && !rollout.confirmed().contains(new Gate(Point.ANALYSIS, rollout.waves().size()));
  }

  /** The bake time is over, and all machines are healthy. */
  static Step baked(Rollout rollout, Instant at) {
    return gate(rollout, Point.PROMOTE, at);
  }

  private static Step retire(Rollout rollout, Instant at) {
    Duration keep = rollout.strategy().method().keepOld();
    if (!keep.isZero() && rollout.replacesOldMachines()) {
      return end(
          rollout.atWave(rollout.waves().size()), new Outcome.Promoted(Optional.of(at.plus(keep))));
    }
    return new Step(
        rollout.in(Phase.RETIRING),
        List.of(new Effect.Retire(rollout.wave(), rollout.keptSlices())));
  }

  private static Step retired(Rollout rollout, Instant at, Result result) {
    if (result instanceof Result.Failed(String message)) {
      return Reversal.pause(rollout, "old machines could not be destroyed: " + message);
    }
    Rollout next = rollout.atWave(rollout.wave() + 1).progressed(at);
    boolean stopped = !rollout.reason().isEmpty();
    return stopped && next.wave() < next.waves().size()
        ? Reversal.betweenWaves(next)
        : beginWave(next, at);
  }

  static Step end(Rollout rollout, Outcome outcome) {
    return new Step(
        rollout.endedAs(outcome), List.of(new Effect.Probe(List.of()), new Effect.Finish(outcome)));
  }
}
