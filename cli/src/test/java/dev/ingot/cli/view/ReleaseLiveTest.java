package dev.ingot.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Communicator;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.health.Verdict;
import dev.ingot.release.ReleaseEvent;
import dev.ingot.release.ReleaseListener;
import dev.ingot.rollout.core.Amount;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Method;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.RolloutCore;
import dev.ingot.rollout.core.Slice;
import dev.ingot.rollout.core.Strategy;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The lines that are drawn again and again while a release runs. */
final class ReleaseLiveTest {
  private static final InstanceAddress FIRST = InstanceAddress.parse("m.web[0]");
  private static final BuildIdentity BUILD =
      new BuildIdentity(
          "rootfs.web", "", "rootfs", "web", "rootfs.web", Path.of("/"), Path.of("/"));

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Terminal terminal =
      new Terminal(InputStream.nullInputStream(), System.out, System.err, false, false, true, 80);
  private final ReleaseLive live = new ReleaseLive(terminal, () -> now);
  private final List<ReleaseEvent> printed = new ArrayList<>();
  private final ReleaseListener listener = live.with(printed::add);

  private Rollout rollout =
      Rollout.of(
          new Strategy(
              new Method.Rolling(new Amount.Count(1), List.of(), true),
              new Strategy.Timing(
                  Duration.ofSeconds(10),
                  Duration.ofMinutes(5),
                  Duration.ofMinutes(10),
                  Duration.ZERO),
              true),
          List.of(
              new Slice(FIRST, Optional.of(new DeposedKey("00000001"))),
              new Slice(InstanceAddress.parse("m.web[1]"), Optional.empty())));

  private void after(int seconds) {
    now = now.plusSeconds(seconds);
  }

  private void step(Event event) {
    Rollout next = RolloutCore.next(rollout, event).rollout();
    listener.on(new ReleaseEvent.RolloutStepped("web", event, rollout, next));
    rollout = next;
  }

  @Test
  void aBuildIsALineWithItsStepItsTimeAndItsLastOutput() {
    listener.on(new ReleaseEvent.Baking(new BakeEvent.Started(BUILD, 3)));
    listener.on(new ReleaseEvent.Baking(new BakeEvent.Reused(BUILD, "base", 1)));
    listener.on(new ReleaseEvent.Baking(new BakeEvent.StepStarted(BUILD, "shell")));
    after(75);
    listener.on(
        new ReleaseEvent.Baking(
            new BakeEvent.Output(BUILD, Communicator.Output.Stream.OUT, "unpacking nginx")));
    assertThat(live.lines()).containsExactly("rootfs.web  2/3  shell  1 min 15 s  unpacking nginx");
    assertThat(printed).hasSize(4);
  }

  @Test
  void aRolloutShowsItsWaveAndHowItsMachinesAre() {
    step(new Event.Started(now));
    assertThat(live.lines()).containsExactly("rollout web  wave 1 of 2  creating machines  0 s");
    step(new Event.Created(now, 0, new Event.Result.Done()));
    after(3);
    int before = printed.size();
    step(new Event.Probed(now, FIRST, new Verdict.Unhealthy("GET /", "503")));
    assertThat(live.lines())
        .containsExactly(
            "rollout web  wave 1 of 2  checking machines  3 s",
            "  m.web[0]  not healthy: GET / answered: 503");
    assertThat(printed).as("a check that fails for now is only drawn").hasSize(before);
    step(new Event.Probed(now, FIRST, new Verdict.Healthy("GET /", "200")));
    after(4);
    assertThat(live.lines()).contains("  m.web[0]  healthy for 4 s of 10 s");
    after(6);
    step(new Event.Probed(now, FIRST, new Verdict.Healthy("GET /", "200")));
    assertThat(live.lines())
        .containsExactly("rollout web  wave 1 of 2  moving traffic  0 s", "  m.web[0]  healthy");
  }

  @Test
  void changesAreShownWhileTheyRun() {
    dev.ingot.deploy.Event start =
        new dev.ingot.deploy.Event.ApplyStart(FIRST, Optional.empty(), ChangeAction.CREATE, "");
    listener.on(new ReleaseEvent.Deploying(start));
    after(2);
    assertThat(live.lines()).containsExactly("creating m.web[0]  2 s");
    listener.on(
        new ReleaseEvent.Deploying(
            new dev.ingot.deploy.Event.ApplyComplete(
                FIRST, Optional.empty(), ChangeAction.CREATE, "m-1", Duration.ofSeconds(2))));
    assertThat(live.lines()).isEmpty();
  }
}
