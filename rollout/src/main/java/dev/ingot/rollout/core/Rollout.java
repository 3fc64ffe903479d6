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
 * @param wave the wave that is being worked on
 * @param phase what is being done with it
 * @param health what is known of the new machines, by address
 * @param lastProgress when a machine last counted as healthy for the first time, or the rollout
 *     began
 * @param reason why it is being taken back, or will be when what is being done has ended
 * @param baseline what is there apart from these waves
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

  /** What is there apart from the waves of a rollout. */
  public enum Baseline {
    /** What the last verified release deployed: with the waves taken back, all is as it was. */
    VERIFIED,
    /**
     * Something else has changed since, or an earlier rollout ended in the middle: it takes the
     * last verified release to make all what it was.
     */
    CHANGED
  }

  /** What is being done. */
  public enum Phase {
    /** Not started. */
    READY,
    /** The new machines of the wave are being made. */
    CREATING,
    /** The new machines of the wave have to prove themselves. */
    PROVING,
    /** What depends on them is being moved. */
    MOVING,
    /** The old machines of the wave are being destroyed. */
    RETIRING,
    /** The wave is being taken back. */
    TAKING_BACK,
    /** The last verified release is being deployed again. */
    REDEPLOYING,
    /** Over. */
    ENDED
  }

  /**
   * What is known of one new machine.
   *
   * @param since when it was made, from which its deadline counts
   * @param healthySince since when every probe found it healthy
   * @param proved whether it has been healthy long enough
   * @param evidence what the last probe that found it unhealthy saw
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

  /** The same with what is known of one machine. */
  public Rollout with(InstanceAddress address, SliceHealth known) {
    TreeMap<InstanceAddress, SliceHealth> next = new TreeMap<>(health);
    next.put(address, known);
    return new Rollout(strategy, waves, wave, phase, next, lastProgress, reason, baseline, outcome);
  }
}
