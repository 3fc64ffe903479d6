package dev.ingot.rollout.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.health.Verdict;
import dev.ingot.rollout.core.Event.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutCoreTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final Strategy.Timing TIMING =
      new Strategy.Timing(
          Duration.ofSeconds(2), Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ZERO);

  private static Strategy strategy(int maxUnavailable, boolean autoRevert) {
    return new Strategy(
        new Method.Rolling(new Amount.Count(maxUnavailable), List.of(), true), TIMING, autoRevert);
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
    Method growing =
        new Method.Rolling(
            new Amount.Percent(50), List.of(new Amount.Count(1), new Amount.Percent(100)), true);
    assertThat(growing.wavesOf(slices(9, true))).extracting(List::size).containsExactly(1, 5, 3);
  }
}
