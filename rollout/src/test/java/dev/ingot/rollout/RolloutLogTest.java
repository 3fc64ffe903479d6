package dev.ingot.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.health.SimulatedTime;
import dev.ingot.health.Verdict;
import dev.ingot.rollout.core.Amount;
import dev.ingot.rollout.core.AnalysisVerdict;
import dev.ingot.rollout.core.Effect;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Event.Result;
import dev.ingot.rollout.core.Method;
import dev.ingot.rollout.core.Outcome;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Rollout.Phase;
import dev.ingot.rollout.core.RolloutCore;
import dev.ingot.rollout.core.Slice;
import dev.ingot.rollout.core.Strategies;
import dev.ingot.rollout.core.Strategy;
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

  private static Rollout start(long seed, int machines, Rollout.Baseline baseline) {
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < machines; i++) {
      slices.add(
          i % 3 == 2
              ? Slice.fresh(machine(i))
              : new Slice(machine(i), Optional.of(new DeposedKey("0000000" + i))));
    }
    return Rollout.of(Strategies.of(new Random(seed)), slices, baseline);
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
        } else if (state.waiting().isPresent()) {
          decide();
        } else if (state.health().isEmpty() || random.nextInt(4) == 0) {
          feed(new Event.Tick(now));
        } else if (random.nextInt(4) == 0) {
          feed(new Event.Verified(now, health()));
        } else {
          List<InstanceAddress> known = List.copyOf(state.health().keySet());
          feed(new Event.Probed(now, known.get(random.nextInt(known.size())), health()));
        }
      }
    }

    /** A person decides in a process of their own, and another one goes on. */
    private void decide() {
      feed(
          random.nextInt(8) == 0 ? new Event.Aborted(now, "ann") : new Event.Confirmed(now, "bob"));
      log.addAll(unwritten.take());
      inbox.clear();
      feed(new Event.Resumed(now));
    }

    private AnalysisVerdict analysis() {
      return switch (random.nextInt(6)) {
        case 0 -> new AnalysisVerdict.Failed("p99 \"worse\"");
        case 1 -> new AnalysisVerdict.Inconclusive("no data");
        default -> new AnalysisVerdict.Successful("as good");
      };
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
      boolean acts = step.effects().stream().anyMatch(Effect::isDurable);
      state = step.rollout();
      if (acts) {
        log.addAll(unwritten.take());
        assertThat(LogEntry.replay(log)).as("the log when something is done").contains(state);
      }
      for (Effect effect : step.effects()) {
        switch (effect) {
          case Effect.Vacate(int wave, var _) -> inbox.add(new Event.Vacated(now, wave, result()));
          case Effect.Analyse(int wave, var _, var _, var _) ->
              inbox.add(new Event.Analysed(now, wave, analysis()));
          case Effect.Create(int wave, var _) -> inbox.add(new Event.Created(now, wave, result()));
          case Effect.Move(int wave, var _) -> inbox.add(new Event.Moved(now, wave, result()));
          case Effect.Retire(int wave, var _) -> inbox.add(new Event.Retired(now, wave, result()));
          case Effect.TakeBack(int wave, var _) ->
              inbox.add(new Event.TakenBack(now, wave, result()));
          case Effect.Redeploy _ -> inbox.add(new Event.Redeployed(now, result()));
          case Effect.Probe _, Effect.Wait _, Effect.Suspend _, Effect.Finish _ -> {}
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
    World world = new World(seed, start(seed, machines, baseline));
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
    World world = new World(seed, start(seed, machines, Rollout.Baseline.VERIFIED));
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

  /** What Ingot wrote before strategies had names. */
  @Test
  void aLogOfAnOlderVersionIsRead() throws LogFormatException {
    LogEntry read =
        LogCodec.read(
            """
            {"event":"began","max_unavailable":"40.0%","sizes":["1","33.5%"],
             "min_healthy_time":"PT2S","healthy_deadline":"PT20S","progress_deadline":"PT1M0.5S",
             "auto_revert":true,"baseline_changed":true,
             "waves":[[{"address":"m.a[0]","served":"00000000"}],[{"address":"m.a[1]"}]]}
            """);
    Rollout start = ((LogEntry.Began) read).start();
    assertThat(start.strategy())
        .isEqualTo(
            new Strategy(
                new Method.Rolling(
                    new Amount.Percent(40),
                    List.of(new Amount.Count(1), new Amount.Percent(33.5)),
                    true),
                new Strategy.Timing(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(60_500),
                    Duration.ZERO),
                true));
    assertThat(start.waves()).hasSize(2);
    assertThat(LogCodec.write(read)).doesNotContain("format").contains("max_unavailable");
  }

  private static Strategy rolling(Duration bakeTime) {
    return new Strategy(
        new Method.Rolling(new Amount.Count(1), List.of(), true),
        new Strategy.Timing(
            Duration.ofSeconds(2), Duration.ofSeconds(20), Duration.ofSeconds(60), bakeTime),
        true);
  }

  @Test
  void whatAnOlderVersionCannotKnowLacksAFieldThatItNeeds() {
    Strategy baking = rolling(Duration.ofMinutes(10));
    assertThat(LogCodec.write(new LogEntry.Began(Rollout.of(baking, List.of()))))
        .contains("\"format\":2")
        .doesNotContain("max_unavailable");
  }

  @Test
  void aLogOfANewerVersionIsRefusedAsSuch() {
    assertThatThrownBy(() -> LogCodec.read("{\"event\":\"began\",\"format\":3}"))
        .isInstanceOfSatisfying(
            LogFormatException.class, refused -> assertThat(refused.isNewer()).isTrue())
        .hasMessageContaining("format 3");
  }

  @Test
  void probesThatChangeNothingAreNotWritten() {
    Rollout proving =
        Rollout.of(rolling(Duration.ZERO), start(0, 1, Rollout.Baseline.VERIFIED).slices());
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
    Rollout ended = start(0, 0, Rollout.Baseline.VERIFIED);
    ended = RolloutCore.next(ended, new Event.Started(START)).rollout();
    RolloutDriver driver =
        new RolloutDriver(
            new NoStages(),
            (_, _) -> new Verdict.Healthy("GET /", "200: ok"),
            List.of(),
            RolloutObserver.NONE,
            new SimulatedTime(START),
            RolloutLog.NONE,
            StepAnalysis.NONE);
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
