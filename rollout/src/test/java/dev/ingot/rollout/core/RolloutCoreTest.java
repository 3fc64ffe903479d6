package dev.ingot.rollout.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.health.Verdict;
import dev.ingot.rollout.core.Event.Result;
import dev.ingot.rollout.core.Strategy.Amount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RolloutCoreTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static Strategy strategy(int maxUnavailable, boolean autoRevert) {
    return new Strategy(
        new Amount.Count(maxUnavailable),
        List.of(),
        Duration.ofSeconds(2),
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        autoRevert);
  }

  private static InstanceAddress machine(int index) {
    return InstanceAddress.parse("ingot_machine.web[" + index + "]");
  }

  private static List<Slice> slices(int count, boolean old) {
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      slices.add(
          new Slice(machine(i), old ? Optional.of(new DeposedKey("old" + i)) : Optional.empty()));
    }
    return slices;
  }

  /**
   * Answers effects as a seed decides, and holds what the core must never do against every step.
   */
  private static final class World {
    private final Random random;
    private final double trouble;
    private final int cap;
    private final Map<InstanceAddress, String> serving = new HashMap<>();
    private final Set<InstanceAddress> newMachines = new HashSet<>();
    private final Set<InstanceAddress> oldMachines = new HashSet<>();
    private final ArrayDeque<Event> inbox = new ArrayDeque<>();
    private Rollout rollout;
    private Instant now = START;
    private Optional<Outcome> outcome = Optional.empty();
    private int takenBack;

    World(long seed, double trouble, Strategy strategy, List<Slice> slices) {
      this.random = new Random(seed);
      this.trouble = trouble;
      this.cap = strategy.maxUnavailable().of(slices.size());
      this.rollout = Rollout.of(strategy, slices);
      slices.stream()
          .filter(Slice::replacesAnOldMachine)
          .forEach(
              slice -> {
                serving.put(slice.address(), "old");
                oldMachines.add(slice.address());
              });
    }

    private boolean busy;

    Outcome run() {
      feed(new Event.Started(now));
      for (int steps = 0; steps < 20_000 && outcome.isEmpty(); steps++) {
        now = now.plusMillis(random.nextInt(trouble > 0 ? 900 : 100));
        if (!inbox.isEmpty() && random.nextInt(3) > 0) {
          busy = false;
          feed(inbox.removeFirst());
        } else if (random.nextInt(4) == 0 || rollout.health().isEmpty()) {
          feed(new Event.Tick(now));
        } else {
          List<InstanceAddress> addresses = List.copyOf(rollout.health().keySet());
          feed(new Event.Probed(now, addresses.get(steps % addresses.size()), verdict()));
        }
        if (random.nextInt(50) == 0) {
          int other = rollout.wave() + 1 + random.nextInt(3);
          feed(new Event.Moved(now, other, new Result.Done()));
        }
        if (trouble > 0 && random.nextInt(400) == 0) {
          feed(new Event.Cancelled(now, "someone"));
        }
      }
      return outcome.orElseThrow(() -> new AssertionError("never ended: " + rollout));
    }

    private Verdict verdict() {
      double dice = random.nextDouble();
      return dice < trouble / 10
          ? new Verdict.Dead("exited with 1")
          : dice < trouble
              ? new Verdict.Unhealthy("GET /healthz", "503")
              : new Verdict.Healthy("GET /healthz", "200");
    }

    private Result result() {
      return random.nextDouble() < trouble / 10 ? new Result.Failed("no") : new Result.Done();
    }

    private void feed(Event event) {
      RolloutCore.Step step = RolloutCore.next(rollout, event);
      rollout = step.rollout();
      step.effects().forEach(this::act);
      serving.forEach(
          (address, machine) ->
              assertThat(machine.equals("old") ? oldMachines : newMachines)
                  .as("what serves for %s exists", address)
                  .contains(address));
    }

    private void act(Effect effect) {
      assertThat(outcome).as("nothing is done after the end").isEmpty();
      boolean stage = !(effect instanceof Effect.Probe || effect instanceof Effect.Wait);
      assertThat(stage && busy).as("%s while another stage is being done", effect).isFalse();
      busy |= stage;
      switch (effect) {
        case Effect.Create(int wave, List<Slice> slices) -> {
          if (slices.stream().anyMatch(Slice::replacesAnOldMachine)) {
            assertThat(slices).hasSizeLessThanOrEqualTo(cap);
          }
          slices.forEach(slice -> newMachines.add(slice.address()));
          inbox.add(new Event.Created(now, wave, result()));
        }
        case Effect.Move(int wave, List<Slice> slices) -> {
          Result result = result();
          assertThat(slices).allMatch(slice -> proved(slice));
          if (result instanceof Result.Done) {
            slices.forEach(slice -> serving.put(slice.address(), "new"));
          }
          inbox.add(new Event.Moved(now, wave, result));
        }
        case Effect.Retire(int wave, List<Slice> slices) -> {
          slices.forEach(slice -> oldMachines.remove(slice.address()));
          inbox.add(new Event.Retired(now, wave, result()));
        }
        case Effect.TakeBack(int wave, List<Slice> slices) -> {
          takenBack++;
          slices.stream()
              .filter(Slice::replacesAnOldMachine)
              .forEach(slice -> serving.put(slice.address(), "old"));
          slices.stream()
              .filter(slice -> !slice.replacesAnOldMachine())
              .forEach(slice -> serving.remove(slice.address()));
          slices.forEach(slice -> newMachines.remove(slice.address()));
          inbox.add(new Event.TakenBack(now, wave, result()));
        }
        case Effect.Redeploy _ -> inbox.add(new Event.Redeployed(now, result()));
        case Effect.Probe _, Effect.Wait _ -> {}
        case Effect.Finish(Outcome end) -> outcome = Optional.of(end);
      }
    }

    private boolean proved(Slice slice) {
      Rollout.SliceHealth known = rollout.health().get(slice.address());
      return known != null && known.proved() && known.healthySince().isPresent();
    }
  }

  @Property(tries = 600)
  void everyRolloutEndsAndNeverTakesAwayWhatServes(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int machines,
      @ForAll @IntRange(min = 1, max = 9) int maxUnavailable,
      @ForAll @IntRange(min = 0, max = 10) int trouble,
      @ForAll boolean autoRevert,
      @ForAll boolean first) {
    Outcome outcome =
        new World(
                seed,
                trouble / 10.0,
                strategy(maxUnavailable, autoRevert),
                slices(machines, !first))
            .run();
    assertThat(outcome).isNotNull();
  }

  @Property(tries = 200)
  void withoutTroubleEveryRolloutIsPromoted(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 9) int machines, @ForAll boolean first) {
    World world = new World(seed, 0, strategy(2, true), slices(machines, !first));
    assertThat(world.run()).isInstanceOf(Outcome.Promoted.class);
    assertThat(world.takenBack).isZero();
  }

  @Test
  void anUnhealthyFirstWaveIsTakenBackAfterItsDeadlineWithTheEvidence() {
    Rollout rollout = Rollout.of(strategy(1, true), slices(3, true));
    RolloutCore.Step step = RolloutCore.next(rollout, new Event.Started(START));
    step = RolloutCore.next(step.rollout(), new Event.Created(START, 0, new Result.Done()));
    step =
        RolloutCore.next(
            step.rollout(),
            new Event.Probed(
                START.plusSeconds(1), machine(0), new Verdict.Unhealthy("GET /healthz", "404")));
    assertThat(step.effects()).hasOnlyElementsOfType(Effect.Wait.class);
    step = RolloutCore.next(step.rollout(), new Event.Tick(START.plusSeconds(20)));
    assertThat(step.rollout().reason())
        .isEqualTo("ingot_machine.web[0] was not healthy within 20s: GET /healthz answered: 404");
    assertThat(step.effects()).hasAtLeastOneElementOfType(Effect.TakeBack.class);
    step =
        RolloutCore.next(
            step.rollout(), new Event.TakenBack(START.plusSeconds(21), 0, new Result.Done()));
    assertThat(step.effects())
        .contains(new Effect.Finish(new Outcome.Reverted(step.rollout().reason())));
  }

  @Test
  void aFailureInALaterWaveDeploysTheLastVerifiedReleaseAgain() {
    Rollout rollout = Rollout.of(strategy(1, true), slices(2, true));
    RolloutCore.Step step = RolloutCore.next(rollout, new Event.Started(START));
    step = RolloutCore.next(step.rollout(), new Event.Created(START, 0, new Result.Done()));
    step = healthy(step.rollout(), machine(0));
    step =
        RolloutCore.next(
            step.rollout(), new Event.Moved(START.plusSeconds(9), 0, new Result.Done()));
    step =
        RolloutCore.next(
            step.rollout(), new Event.Retired(START.plusSeconds(9), 0, new Result.Done()));
    step =
        RolloutCore.next(
            step.rollout(),
            new Event.Created(START.plusSeconds(9), 1, new Result.Failed("no room")));
    step =
        RolloutCore.next(
            step.rollout(), new Event.TakenBack(START.plusSeconds(9), 1, new Result.Done()));
    assertThat(step.effects()).containsExactly(new Effect.Redeploy("no room"));
  }

  @Test
  void aCancellationWhileMachinesAreMadeWaitsForThem() {
    Rollout rollout = Rollout.of(strategy(1, true), slices(3, true));
    RolloutCore.Step step = RolloutCore.next(rollout, new Event.Started(START));
    step = RolloutCore.next(step.rollout(), new Event.Cancelled(START, "ann"));
    assertThat(step.effects()).as("what is being made can't be taken back yet").isEmpty();
    step = RolloutCore.next(step.rollout(), new Event.Created(START, 0, new Result.Done()));
    assertThat(step.effects()).hasAtLeastOneElementOfType(Effect.TakeBack.class);
    assertThat(step.rollout().reason()).isEqualTo("cancelled by ann");
  }

  private static RolloutCore.Step cancelledWhileOldMachinesGo(int machines) {
    Rollout rollout = Rollout.of(strategy(1, true), slices(machines, true));
    RolloutCore.Step step = RolloutCore.next(rollout, new Event.Started(START));
    step = RolloutCore.next(step.rollout(), new Event.Created(START, 0, new Result.Done()));
    step = healthy(step.rollout(), machine(0));
    step =
        RolloutCore.next(
            step.rollout(), new Event.Moved(START.plusSeconds(9), 0, new Result.Done()));
    step = RolloutCore.next(step.rollout(), new Event.Cancelled(START.plusSeconds(9), "ann"));
    assertThat(step.effects()).as("what is being destroyed can't be kept").isEmpty();
    return RolloutCore.next(
        step.rollout(), new Event.Retired(START.plusSeconds(10), 0, new Result.Done()));
  }

  @Test
  void aCancellationWhileOldMachinesGoBeginsNoOtherWave() {
    assertThat(cancelledWhileOldMachinesGo(3).effects())
        .containsExactly(new Effect.Probe(List.of()), new Effect.Redeploy("cancelled by ann"));
  }

  @Test
  void aCancellationWhileTheLastOldMachinesGoComesTooLate() {
    assertThat(cancelledWhileOldMachinesGo(1).effects())
        .contains(new Effect.Finish(new Outcome.Promoted()));
  }

  private static RolloutCore.Step healthy(Rollout rollout, InstanceAddress address) {
    RolloutCore.Step step =
        RolloutCore.next(
            rollout,
            new Event.Probed(
                START.plusSeconds(1), address, new Verdict.Healthy("GET /healthz", "200")));
    return RolloutCore.next(
        step.rollout(),
        new Event.Probed(
            START.plusSeconds(4), address, new Verdict.Healthy("GET /healthz", "200")));
  }

  @Test
  void aFirstDeploymentThatFailsIsLeftForAPersonToLookAt() {
    Rollout rollout = Rollout.of(strategy(1, true), slices(3, false));
    assertThat(rollout.waves()).hasSize(1);
    RolloutCore.Step step = RolloutCore.next(rollout, new Event.Started(START));
    step = RolloutCore.next(step.rollout(), new Event.Created(START, 0, new Result.Done()));
    step =
        RolloutCore.next(
            step.rollout(), new Event.Probed(START, machine(1), new Verdict.Dead("exited with 1")));
    assertThat(step.effects())
        .contains(
            new Effect.Finish(
                new Outcome.Paused(
                    "ingot_machine.web[1]: exited with 1; there is no earlier release to roll"
                        + " back to",
                    List.of(machine(0), machine(1), machine(2)))));
  }

  @Test
  void wavesAreCutAsTheStrategySaysAndNeverLargerThanTheCap() {
    Strategy canary =
        new Strategy(
            new Amount.Percent(50),
            List.of(new Amount.Count(1), new Amount.Percent(100)),
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            true);
    assertThat(canary.wavesOf(slices(9, true))).extracting(List::size).containsExactly(1, 5, 3);
  }
}
