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
 */
public record Rollout(
    Strategy strategy,
    List<List<Slice>> waves,
    int wave,
    Phase phase,
    SortedMap<InstanceAddress, SliceHealth> health,
    Instant lastProgress,
    String reason) {

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
      Instant since, Optional<Instant> healthySince, boolean proved, String evidence) {}

  public Rollout {
    waves = List.copyOf(waves);
    health = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(health));
  }

  /** A rollout that has not started. */
  public static Rollout of(Strategy strategy, List<Slice> slices) {
    return new Rollout(
        strategy, strategy.wavesOf(slices), 0, Phase.READY, new TreeMap<>(), Instant.EPOCH, "");
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

  Rollout in(Phase next) {
    return new Rollout(strategy, waves, wave, next, health, lastProgress, reason);
  }

  Rollout atWave(int next) {
    return new Rollout(strategy, waves, next, phase, health, lastProgress, reason);
  }

  Rollout because(String why) {
    return new Rollout(strategy, waves, wave, phase, health, lastProgress, why);
  }

  Rollout progressed(Instant at) {
    return new Rollout(strategy, waves, wave, phase, health, at, reason);
  }

  Rollout with(InstanceAddress address, SliceHealth known) {
    TreeMap<InstanceAddress, SliceHealth> next = new TreeMap<>(health);
    next.put(address, known);
    return new Rollout(strategy, waves, wave, phase, next, lastProgress, reason);
  }
}
