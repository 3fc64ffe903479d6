package dev.ingot.rollout.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What every strategy promises, whatever happens in whatever order. */
class StrategyTest {
  private static List<Slice> slices(int count, boolean old) {
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      slices.add(
          new Slice(
              InstanceAddress.parse("ingot_machine.web[" + i + "]"),
              old ? Optional.of(new DeposedKey("old" + i)) : Optional.empty()));
    }
    return slices;
  }

  @Property(tries = 3000)
  void everyRolloutEndsRevertsAtMostOnceAndNeverTakesAwayWhatServes(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 9) int machines,
      @ForAll @IntRange(min = 0, max = 10) int trouble,
      @ForAll boolean first) {
    SimulatedFleet fleet =
        new SimulatedFleet(
            seed, trouble / 10.0, Strategies.of(new Random(seed)), slices(machines, !first));
    Outcome outcome = fleet.run();
    assertThat(fleet.reverts()).as("waves taken back, and a redeployment").isLessThanOrEqualTo(2);
    switch (outcome) {
      case Outcome.Promoted(var kept) -> {
        assertThat(fleet.everythingIsNew()).as("everything is new").isTrue();
        assertThat(fleet.reverts()).as("nothing was taken back").isZero();
        assertThat(kept.isPresent() || fleet.old() == 0).as("no old machine is left").isTrue();
      }
      case Outcome.Reverted _, Outcome.Paused _ -> {}
      case Outcome.Waiting _ -> throw new AssertionError("that is no end");
    }
  }

  @Property(tries = 600)
  void withoutTroubleEveryRolloutIsPromoted(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 9) int machines, @ForAll boolean first) {
    SimulatedFleet fleet =
        new SimulatedFleet(seed, 0, Strategies.of(new Random(seed)), slices(machines, !first));
    assertThat(fleet.run()).isInstanceOf(Outcome.Promoted.class);
    assertThat(fleet.reverts()).isZero();
  }

  @Property(tries = 600)
  void aPrefixOfTheEventsGivesTheSameStateWhenItIsReplayed(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int machines) {
    SimulatedFleet fleet =
        new SimulatedFleet(seed, 0.3, Strategies.of(new Random(seed)), slices(machines, true));
    Outcome _ = fleet.run();
    assertThat(fleet.replayed(fleet.events())).isEqualTo(fleet.state());
    int prefix = new Random(seed).nextInt(fleet.events());
    assertThat(fleet.replayed(prefix)).isEqualTo(fleet.replayed(prefix));
  }

  private static Strategy strategy(Method method, Duration bake, Set<Gate.Point> confirm) {
    return new Strategy(
        method,
        new Strategy.Timing(
            Duration.ofSeconds(2), Duration.ofSeconds(20), Duration.ofSeconds(60), bake),
        true,
        confirm,
        false,
        false);
  }

  @Test
  void aCanaryIsCutIntoWhatIsNewAfterEachStep() {
    Method canary =
        new Method.Canary(
            List.of(
                step(new Amount.Count(1)),
                step(new Amount.Percent(10)),
                step(new Amount.Percent(50))));
    assertThat(canary.wavesOf(slices(20, true)))
        .extracting(List::size)
        .containsExactly(1, 1, 8, 10);
    assertThat(canary.wavesOf(slices(3, false))).extracting(List::size).containsExactly(3);
  }

  private static Method.Step step(Amount share) {
    return new Method.Step(share, Duration.ofSeconds(5), false, false);
  }

  @Test
  void oldMachinesOfACanaryAreKeptUntilItsLastStep() {
    Rollout second =
        rolloutAt(new Method.Canary(List.of(step(new Amount.Count(1)))), slices(3, true));
    assertThat(second.keptSlices()).hasSize(3);
    assertThat(second.retiredSlices()).isEmpty();
    assertThat(rolloutAt(rolling(), slices(3, true)).keptSlices()).hasSize(1);
    assertThat(rolloutAt(rolling(), slices(3, true)).retiredSlices()).hasSize(1);
  }

  private static Method rolling() {
    return new Method.Rolling(new Amount.Count(1), List.of(), true);
  }

  /** At its second wave. */
  private static Rollout rolloutAt(Method method, List<Slice> slices) {
    return Rollout.of(strategy(method, Duration.ZERO, Set.of()), slices).atWave(1);
  }

  @Test
  void oldMachinesOfABlueGreenRolloutAreKeptAfterItsEnd() {
    SimulatedFleet fleet =
        new SimulatedFleet(
            7,
            0,
            strategy(
                new Method.BlueGreen(Duration.ofMinutes(30)), Duration.ofSeconds(10), Set.of()),
            slices(4, true));
    Outcome outcome = fleet.run();
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Promoted.class, promoted -> assertThat(promoted.keptUntil()).isPresent());
    assertThat(fleet.old()).isEqualTo(4);
  }

  @Test
  void everyPointIsAskedOnce() {
    SimulatedFleet fleet =
        new SimulatedFleet(
            7,
            0,
            strategy(
                rolling(),
                Duration.ofSeconds(10),
                Set.of(Gate.Point.START, Gate.Point.MOVE, Gate.Point.PROMOTE)),
            slices(4, true));
    assertThat(fleet.run()).isInstanceOf(Outcome.Promoted.class);
    assertThat(fleet.waits()).isEqualTo(3);
  }
}
