package dev.ingot.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.health.SimulatedTime;
import dev.ingot.health.Verdict;
import dev.ingot.rollout.core.Effect;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Event.Result;
import dev.ingot.rollout.core.Outcome;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Rollout.Phase;
import dev.ingot.rollout.core.RolloutCore;
import dev.ingot.rollout.core.Slice;
import dev.ingot.rollout.core.Strategy;
import dev.ingot.rollout.core.Strategy.Amount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The log of a rollout says what its state was, wherever it ends. */
class RolloutLogTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static InstanceAddress machine(int index) {
    return InstanceAddress.parse("module.a[\"x\"].cloud_machine.web[" + index + "]");
  }

  private static Rollout start(int machines, Rollout.Baseline baseline) {
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < machines; i++) {
      slices.add(
          i % 3 == 2
              ? Slice.fresh(machine(i))
              : new Slice(machine(i), Optional.of(new DeposedKey("0000000" + i))));
    }
    return Rollout.of(
        new Strategy(
            new Amount.Percent(40),
            List.of(new Amount.Count(1), new Amount.Percent(33.5)),
            Duration.ofSeconds(2),
            Duration.ofSeconds(20),
            Duration.ofMillis(60_500),
            true),
        slices,
        baseline);
  }

  private static List<LogEntry> written(List<LogEntry> entries) throws LogFormatException {
    List<LogEntry> read = new ArrayList<>();
    for (LogEntry entry : entries) {
      read.add(LogCodec.read(LogCodec.write(entry)));
    }
    return read;
  }

  /** A rollout in a world that a seed decides, with its log. */
  private static final class World {
    private final Random random;
    private final List<LogEntry> log = new ArrayList<>();
    private final UnwrittenEvents unwritten = new UnwrittenEvents();
    private final List<Event> inbox = new ArrayList<>();
    private Rollout state;
    private Instant now = START;

    World(long seed, Rollout start) {
      this.random = new Random(seed);
      this.state = start;
      log.add(new LogEntry.Began(start));
    }

    /** Goes on until the process dies, or to the end. */
    void run(Event first, int steps) {
      feed(first);
      for (int i = 0; i < steps && state.outcome().isEmpty(); i++) {
        now = now.plusMillis(random.nextInt(900));
        if (!inbox.isEmpty() && random.nextInt(3) > 0) {
          feed(inbox.removeFirst());
        } else if (state.health().isEmpty() || random.nextInt(4) == 0) {
          feed(new Event.Tick(now));
        } else {
          List<InstanceAddress> known = List.copyOf(state.health().keySet());
          feed(new Event.Probed(now, known.get(random.nextInt(known.size())), health()));
        }
      }
    }

    private Verdict health() {
      return switch (random.nextInt(40)) {
        case 0 -> new Verdict.Dead("exited with 1");
        case 1, 2, 3, 4 ->
            new Verdict.Unhealthy("GET /", " 503 \n" + "x ".repeat(random.nextInt(90)));
        default -> new Verdict.Healthy("GET /", "200: ok");
      };
    }

    private Result result() {
      return random.nextInt(30) == 0 ? new Result.Failed("no \"room\"\n") : new Result.Done();
    }

    private void feed(Event event) {
      RolloutCore.Step step = RolloutCore.next(state, event);
      unwritten.add(event, state, step.rollout());
      boolean acts =
          step.effects().stream()
              .anyMatch(
                  effect -> !(effect instanceof Effect.Probe || effect instanceof Effect.Wait));
      state = step.rollout();
      if (acts) {
        log.addAll(unwritten.take());
        assertThat(LogEntry.replay(log)).as("the log when something is done").contains(state);
      }
      for (Effect effect : step.effects()) {
        switch (effect) {
          case Effect.Create(int wave, var _) -> inbox.add(new Event.Created(now, wave, result()));
          case Effect.Move(int wave, var _) -> inbox.add(new Event.Moved(now, wave, result()));
          case Effect.Retire(int wave, var _) -> inbox.add(new Event.Retired(now, wave, result()));
          case Effect.TakeBack(int wave, var _) ->
              inbox.add(new Event.TakenBack(now, wave, result()));
          case Effect.Redeploy _ -> inbox.add(new Event.Redeployed(now, result()));
          case Effect.Probe _, Effect.Wait _, Effect.Finish _ -> {}
        }
      }
    }
  }

  @Property(tries = 300)
  void whatIsReplayedIsTheStateThatWasActedOn(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 7) int machines,
      @ForAll Rollout.Baseline baseline)
      throws LogFormatException {
    World world = new World(seed, start(machines, baseline));
    world.run(new Event.Started(START), 20_000);
    assertThat(world.state.outcome()).isPresent();
    assertThat(LogEntry.replay(written(world.log))).contains(world.state);
  }

  @Property(tries = 300)
  void aRolloutThatDiesAgainAndAgainEndsFromWhatItsLogSays(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 7) int machines,
      @ForAll @IntRange(min = 0, max = 60) int life)
      throws LogFormatException {
    World world = new World(seed, start(machines, Rollout.Baseline.VERIFIED));
    world.run(new Event.Started(START), life);
    for (int deaths = 0; deaths < 50 && world.state.outcome().isEmpty(); deaths++) {
      Rollout replayed = LogEntry.replay(written(world.log)).orElseThrow();
      World next = new World(seed + deaths + 1, replayed);
      next.log.clear();
      next.log.addAll(world.log);
      next.now = world.now.plusSeconds(100);
      next.run(new Event.Resumed(next.now), life + deaths * 20);
      assertThat(next.state.wave()).isGreaterThanOrEqualTo(replayed.wave());
      assertThat(isBack(replayed) && !isBack(next.state) && next.state.outcome().isEmpty())
          .as("what was being taken back goes on to be taken back: %s", next.state)
          .isFalse();
      world = next;
    }
    assertThat(world.state.outcome()).isPresent();
  }

  private static boolean isBack(Rollout rollout) {
    return rollout.phase() == Phase.TAKING_BACK || rollout.phase() == Phase.REDEPLOYING;
  }

  @Test
  void probesThatChangeNothingAreNotWritten() {
    Rollout proving = start(1, Rollout.Baseline.VERIFIED);
    proving = RolloutCore.next(proving, new Event.Started(START)).rollout();
    proving = RolloutCore.next(proving, new Event.Created(START, 0, new Result.Done())).rollout();
    UnwrittenEvents unwritten = new UnwrittenEvents();
    for (int i = 0; i < 500; i++) {
      Event seen =
          new Event.Probed(
              START.plusMillis(i), machine(0), new Verdict.Unhealthy("GET /", "status " + i));
      Rollout next = RolloutCore.next(proving, seen).rollout();
      unwritten.add(seen, proving, next);
      proving = next;
    }
    assertThat(unwritten.take()).hasSize(1);
  }

  @Test
  void aRolloutWhoseEndIsWrittenIsNotDoneAgain() throws InterruptedException {
    Rollout ended = start(0, Rollout.Baseline.VERIFIED);
    ended = RolloutCore.next(ended, new Event.Started(START)).rollout();
    RolloutDriver driver =
        new RolloutDriver(
            new NoStages(),
            (_, _) -> new Verdict.Healthy("GET /", "200: ok"),
            List.of(),
            RolloutObserver.NONE,
            new SimulatedTime(START),
            RolloutLog.NONE);
    assertThat(driver.resume(ended)).isEqualTo(new Outcome.Promoted());
  }

  @Test
  void whatIsNotAnEntryIsSaid() {
    for (String text :
        List.of(
            "",
            "{",
            "[]",
            "null",
            "{}",
            "{\"event\":1}",
            "{\"event\":\"flew\",\"at\":\"2026-01-01T00:00:00Z\"}",
            "{\"event\":\"tick\",\"at\":\"yesterday\"}",
            "{\"event\":\"created\",\"at\":\"2026-01-01T00:00:00Z\",\"wave\":1.5}",
            "{\"event\":\"probed\",\"at\":\"2026-01-01T00:00:00Z\",\"address\":\"?\",\"health\":\"healthy\"}",
            "{\"event\":\"began\",\"waves\":[[{}]]}")) {
      assertThatThrownBy(() -> LogCodec.read(text)).as(text).isInstanceOf(LogFormatException.class);
    }
  }
}
