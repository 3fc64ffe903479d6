package dev.ingot.rollout.core;

import dev.ingot.address.InstanceAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state of a rollout: immutable; {@link RolloutCore} makes the next one.
 *
 * @param strategy how machines are replaced
 * @param waves the slices, cut into waves
 * @param wave index of the current wave, from 0
 * @param phase the phase of the current wave
 * @param health the health of the new machines, by address
 * @param lastProgress when a machine last counted as healthy for the first time, or the rollout
 *     began
 * @param reason why it is rolled back, or will be once the current step has ended; empty if it
 *     isn't
 * @param baseline the deployment outside these waves
 * @param outcome how it ended, once it has
 */
public record Rollout(
    Strategy strategy,
    List<List<Slice>> waves,
    int wave,
    Phase phase,
    SortedMap<InstanceAddress, SliceHealth> health,
    Instant lastProgress,
    String reason,
    Baseline baseline,
    Optional<Outcome> outcome) {

  /** The deployment outside the waves of a rollout. */
  public enum Baseline {
    /** The last verified release: rolling the waves back restores it. */
    VERIFIED,
    /**
     * Something else has changed since, or an earlier rollout was cut short: restoring it takes a
     * redeployment of the last verified release.
     */
    CHANGED
  }

  /** The phases of a rollout. */
  public enum Phase {
    /** Not started. */
    READY,
    /** The new machines of the wave are being created. */
    CREATING,
    /** The new machines of the wave must become and stay healthy. */
    PROVING,
    /** Their dependents are being moved to them. */
    MOVING,
    /** The old machines of the wave are being destroyed. */
    RETIRING,
    /** The wave is being rolled back. */
    TAKING_BACK,
    /** The last verified release is being redeployed. */
    REDEPLOYING,
    /** Ended. */
    ENDED
  }

  /**
   * The health of one new machine.
   *
   * @param since when it was created; its deadline starts here
   * @param healthySince start of its current healthy streak; empty while unhealthy
   * @param proved whether it has been healthy for the minimum time
   * @param evidence the evidence of the last failed probe
   */
  public record SliceHealth(
      Instant since, Optional<Instant> healthySince, boolean proved, String evidence) {
    /** The same with other evidence. */
    public SliceHealth withEvidence(String other) {
      return new SliceHealth(since, healthySince, proved, other);
    }
  }

  public Rollout {
    waves = waves.stream().map(List::copyOf).toList();
    health = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(health));
  }

  /** A rollout that has not started, of machines whose last release is verified. */
  public static Rollout of(Strategy strategy, List<Slice> slices) {
    return of(strategy, slices, Baseline.VERIFIED);
  }

  /** A rollout that has not started. */
  public static Rollout of(Strategy strategy, List<Slice> slices, Baseline baseline) {
    return startingWith(strategy, strategy.wavesOf(slices), baseline);
  }

  /** A rollout that has not started, whose waves have been cut already. */
  public static Rollout startingWith(
      Strategy strategy, List<List<Slice>> waves, Baseline baseline) {
    return new Rollout(
        strategy,
        waves,
        0,
        Phase.READY,
        new TreeMap<>(),
        Instant.EPOCH,
        "",
        baseline,
        Optional.empty());
  }

  /** The slices of the current wave. */
  public List<Slice> currentSlices() {
    return waves.get(wave);
  }

  /** The slices whose new machines exist and serve: those of the waves before the current one. */
  public List<Slice> replacedSlices() {
    return waves.subList(0, wave).stream().flatMap(List::stream).toList();
  }

  /** Whether it has ended. */
  public boolean ended() {
    return phase == Phase.ENDED;
  }

  Rollout endedAs(Outcome end) {
    return new Rollout(
        strategy,
        waves,
        wave,
        Phase.ENDED,
        health,
        lastProgress,
        reason,
        baseline,
        Optional.of(end));
  }

  Rollout in(Phase next) {
    return new Rollout(
        strategy, waves, wave, next, health, lastProgress, reason, baseline, outcome);
  }

  Rollout atWave(int next) {
    return new Rollout(
        strategy, waves, next, phase, health, lastProgress, reason, baseline, outcome);
  }

  Rollout because(String why) {
    return new Rollout(strategy, waves, wave, phase, health, lastProgress, why, baseline, outcome);
  }

  Rollout progressed(Instant at) {
    return new Rollout(strategy, waves, wave, phase, health, at, reason, baseline, outcome);
  }

  /** The same with the health of one machine. */
  public Rollout with(InstanceAddress address, SliceHealth known) {
    TreeMap<InstanceAddress, SliceHealth> next = new TreeMap<>(health);
    next.put(address, known);
    return new Rollout(strategy, waves, wave, phase, next, lastProgress, reason, baseline, outcome);
  }
}
