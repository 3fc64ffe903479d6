package dev.ingot.rollout.core;

import dev.ingot.address.InstanceAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state of a rollout: immutable; {@link RolloutCore} makes the next one.
 *
 * @param strategy how machines are replaced
 * @param waves the slices, cut into waves
 * @param baseline the deployment outside these waves
 * @param position where it is
 * @param health the health of the new machines, by address
 * @param release the health of the release as its users see it
 * @param lastProgress when a machine last counted as healthy for the first time, or the rollout
 *     began
 * @param reason why it is rolled back, or will be once the current step has ended; empty if it
 *     isn't
 * @param confirmed the gates that a person has opened
 * @param outcome how it ended, once it has
 */
public record Rollout(
    Strategy strategy,
    List<List<Slice>> waves,
    Baseline baseline,
    Position position,
    SortedMap<InstanceAddress, SliceHealth> health,
    ReleaseHealth release,
    Instant lastProgress,
    String reason,
    List<Gate> confirmed,
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
    /** It waits for a person, and no process runs. */
    WAITING,
    /** The old machines of the wave are being destroyed before their successors are created. */
    VACATING,
    /** The new machines of the wave are being created. */
    CREATING,
    /** The new machines of the wave must become and stay healthy. */
    PROVING,
    /** Their dependents are being moved to them. */
    MOVING,
    /** A step of a canary is being observed. */
    OBSERVING,
    /** A step of a canary is being observed, and its machines are compared with the old ones. */
    ANALYSING,
    /** All machines are new and are being watched; the last old ones still exist. */
    BAKING,
    /** Old machines are being destroyed. */
    RETIRING,
    /** Waves are being rolled back to their old machines. */
    TAKING_BACK,
    /** The last verified release is being redeployed. */
    REDEPLOYING,
    /** Ended. */
    ENDED
  }

  /**
   * Where a rollout is.
   *
   * @param wave index of the current wave, from 0
   * @param phase the phase of the current wave
   * @param until when the current observation ends; empty if there is none
   * @param gate what it waits for; empty if it doesn't wait for a person
   * @param why why it waits, if not because the strategy says so; else empty
   */
  public record Position(
      int wave, Phase phase, Optional<Instant> until, Optional<Gate> gate, String why) {
    static Position at(int wave, Phase phase) {
      return new Position(wave, phase, Optional.empty(), Optional.empty(), "");
    }
  }

  /**
   * The health of one new machine.
   *
   * @param since when it was created, or its watching resumed; its deadline starts here
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

    boolean isHealthy() {
      return healthySince.isPresent();
    }
  }

  /**
   * What the checks of the release last said.
   *
   * @param healthy whether they all passed
   * @param evidence why not
   */
  public record ReleaseHealth(boolean healthy, String evidence) {
    static final ReleaseHealth UNKNOWN = new ReleaseHealth(false, "not checked yet");
  }

  public Rollout {
    waves = List.copyOf(waves);
    health = Collections.unmodifiableSortedMap(health);
    confirmed = List.copyOf(confirmed);
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
        waves.stream().map(List::copyOf).toList(),
        baseline,
        Position.at(0, Phase.READY),
        new TreeMap<>(),
        ReleaseHealth.UNKNOWN,
        Instant.EPOCH,
        "",
        List.of(),
        Optional.empty());
  }

  /** Index of the current wave, from 0; the number of waves once all are completed. */
  public int wave() {
    return position.wave();
  }

  /** The phase of the current wave. */
  public Phase phase() {
    return position.phase();
  }

  /** All slices, in the order of the waves. */
  public List<Slice> slices() {
    return flat(waves);
  }

  /** The slices of the current wave; none once all waves are completed. */
  public List<Slice> currentSlices() {
    return wave() < waves.size() ? waves.get(wave()) : List.of();
  }

  /** The slices whose new machines exist and serve: those of the waves before the current one. */
  public List<Slice> replacedSlices() {
    return flat(waves.subList(0, Math.min(wave(), waves.size())));
  }

  /** The slices that have new machines or are about to get them. */
  public List<Slice> begunSlices() {
    return flat(waves.subList(0, Math.min(wave() + 1, waves.size())));
  }

  /** The slices that have only old machines. */
  public List<Slice> untouchedSlices() {
    return flat(waves.subList(Math.min(wave() + 1, waves.size()), waves.size()));
  }

  /**
   * The slices of the begun waves whose old machines have not been destroyed, as far as all went
   * well: rolling back returns to them.
   */
  public List<Slice> keptSlices() {
    return strategy.method().keepsAll() ? begunSlices() : currentSlices();
  }

  /** The slices of the waves whose old machines have been destroyed. */
  public List<Slice> retiredSlices() {
    return strategy.method().keepsAll() && wave() < waves.size() ? List.of() : replacedSlices();
  }

  /** Whether it replaces any old machine. */
  public boolean replacesOldMachines() {
    return waves.stream().flatMap(List::stream).anyMatch(Slice::replacesAnOldMachine);
  }

  private static List<Slice> flat(Collection<List<Slice>> waves) {
    return waves.stream().flatMap(List::stream).toList();
  }

  /** Whether it has ended. */
  public boolean ended() {
    return phase() == Phase.ENDED;
  }

  /** What it waits for, if it waits for a person. */
  public Optional<Outcome.Waiting> waiting() {
    return position.gate().map(gate -> new Outcome.Waiting(gate, position.why()));
  }

  boolean isLastWave() {
    return wave() + 1 >= waves.size();
  }

  Rollout endedAs(Outcome end) {
    return new Rollout(
        strategy,
        waves,
        baseline,
        Position.at(wave(), Phase.ENDED),
        health,
        release,
        lastProgress,
        reason,
        confirmed,
        Optional.of(end));
  }

  Rollout in(Phase next) {
    return at(Position.at(wave(), next));
  }

  Rollout in(Phase next, Instant until) {
    return at(new Position(wave(), next, Optional.of(until), Optional.empty(), ""));
  }

  Rollout waitingAt(Gate gate, String why) {
    return at(new Position(wave(), Phase.WAITING, Optional.empty(), Optional.of(gate), why));
  }

  Rollout atWave(int next) {
    return at(Position.at(next, phase()));
  }

  private Rollout at(Position next) {
    return new Rollout(
        strategy, waves, baseline, next, health, release, lastProgress, reason, confirmed, outcome);
  }

  Rollout because(String why) {
    return new Rollout(
        strategy,
        waves,
        baseline,
        position,
        health,
        release,
        lastProgress,
        why,
        confirmed,
        outcome);
  }

  Rollout progressed(Instant at) {
    return new Rollout(
        strategy, waves, baseline, position, health, release, at, reason, confirmed, outcome);
  }

  Rollout opened(Gate gate) {
    List<Gate> gates = new ArrayList<>(confirmed);
    gates.add(gate);
    return new Rollout(
        strategy, waves, baseline, position, health, release, lastProgress, reason, gates, outcome);
  }

  Rollout with(ReleaseHealth known) {
    return known.equals(release)
        ? this
        : new Rollout(
            strategy,
            waves,
            baseline,
            position,
            health,
            known,
            lastProgress,
            reason,
            confirmed,
            outcome);
  }

  /** The same with the health of one machine. */
  public Rollout with(InstanceAddress address, SliceHealth known) {
    if (known.equals(health.get(address))) {
      return this;
    }
    TreeMap<InstanceAddress, SliceHealth> next = new TreeMap<>(health);
    next.put(address, known);
    return with(next);
  }

  Rollout with(SortedMap<InstanceAddress, SliceHealth> all) {
    return new Rollout(
        strategy,
        waves,
        baseline,
        position,
        all,
        release,
        lastProgress,
        reason,
        confirmed,
        outcome);
  }
}
