package dev.ingot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.health.Check;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.SimulatedTime;
import dev.ingot.health.Verdict;
import dev.ingot.rollout.core.Amount;
import dev.ingot.rollout.core.Event.Result;
import dev.ingot.rollout.core.Method;
import dev.ingot.rollout.core.Outcome;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Slice;
import dev.ingot.rollout.core.Strategy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RolloutDriverTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Strategy STRATEGY =
      new Strategy(
          new Method.Rolling(new Amount.Count(1), List.of(), true),
          new Strategy.Timing(
              Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ZERO),
          true);
  private static final List<HealthCheck> CHECKS =
      List.of(new HealthCheck(new Check.Tcp(1, Duration.ofSeconds(2)), Duration.ofSeconds(1)));
  private static final List<Slice> SLICES =
      List.of(
          new Slice(InstanceAddress.parse("m.a[0]"), Optional.of(new DeposedKey("0"))),
          new Slice(InstanceAddress.parse("m.a[1]"), Optional.of(new DeposedKey("1"))));

  private final SimulatedTime time = new SimulatedTime(START);
  private final List<String> done = new CopyOnWriteArrayList<>();

  private final Stages stages =
      new Stages() {
        @Override
        public Result vacate(List<InstanceAddress> addresses) {
          return note("vacate", addresses);
        }

        @Override
        public Result create(List<InstanceAddress> addresses) {
          return note("create", addresses);
        }

        @Override
        public Result move(List<InstanceAddress> addresses) {
          return note("move", addresses);
        }

        @Override
        public Result retire(List<InstanceAddress> addresses) {
          return note("retire", addresses);
        }

        @Override
        public Result takeBack(List<InstanceAddress> addresses) {
          return note("take back", addresses);
        }

        @Override
        public Result redeploy(String reason) {
          return note("redeploy", List.of());
        }

        private Result note(String what, List<InstanceAddress> addresses) {
          done.add(
              what
                  + " "
                  + addresses.stream()
                      .map(InstanceAddress::toString)
                      .collect(Collectors.joining(" ")));
          return new Result.Done();
        }
      };

  private Outcome run(Prober prober) throws InterruptedException {
    return new RolloutDriver(
            stages, prober, CHECKS, RolloutObserver.NONE, time, RolloutLog.NONE, StepAnalysis.NONE)
        .run(Rollout.of(STRATEGY, SLICES));
  }

  @Test
  void healthyMachinesAreReplacedWaveByWave() throws InterruptedException {
    Outcome outcome = run((_, _) -> new Verdict.Healthy("GET /healthz", "200"));
    assertThat(outcome).isInstanceOf(Outcome.Promoted.class);
    assertThat(done)
        .containsExactly(
            "create m.a[0]",
            "move m.a[0]",
            "retire m.a[0]",
            "create m.a[1]",
            "move m.a[1]",
            "retire m.a[1]");
    assertThat(time.instant())
        .as("each wave takes its ten seconds of health")
        .isEqualTo(START.plusSeconds(20));
  }

  @Test
  void aProbeThatFailsOnceIsAskedAgain() throws InterruptedException {
    AtomicBoolean failed = new AtomicBoolean();
    Outcome outcome =
        run(
            (_, _) -> {
              if (failed.compareAndSet(false, true)) {
                throw new IllegalStateException("no such thing");
              }
              return new Verdict.Healthy("GET /healthz", "200");
            });
    assertThat(outcome).isInstanceOf(Outcome.Promoted.class);
  }

  @Test
  void anUnhealthyFirstMachineIsTakenBackAndNothingElseIsTouched() throws InterruptedException {
    Outcome outcome = run((_, _) -> new Verdict.Unhealthy("GET /healthz", "404"));
    assertThat(outcome)
        .isEqualTo(
            new Outcome.Reverted("m.a[0] was not healthy within 5m: GET /healthz answered: 404"));
    assertThat(done).containsExactly("create m.a[0]", "take back m.a[0]");
  }

  @Test
  void anUnhealthySecondMachineBringsTheLastReleaseBack() throws InterruptedException {
    Outcome outcome =
        run(
            (address, _) ->
                address.toString().endsWith("[1]")
                    ? new Verdict.Dead("exited with 1")
                    : new Verdict.Healthy("GET /healthz", "200"));
    assertThat(outcome).isEqualTo(new Outcome.Reverted("m.a[1]: exited with 1"));
    assertThat(done)
        .containsExactly(
            "create m.a[0]",
            "move m.a[0]",
            "retire m.a[0]",
            "create m.a[1]",
            "take back m.a[1]",
            "redeploy ");
  }
}
