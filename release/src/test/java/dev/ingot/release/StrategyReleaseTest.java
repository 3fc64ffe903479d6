package dev.ingot.release;

import static dev.ingot.release.Processes.ALL;
import static dev.ingot.release.Processes.ended;
import static dev.ingot.release.Processes.process;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.graph.Cancellation;
import dev.ingot.release.Processes.Run;
import dev.ingot.release.ReleaseResult.Failed;
import dev.ingot.release.ReleaseResult.Reverted;
import dev.ingot.release.ReleaseResult.Unchanged;
import dev.ingot.release.ReleaseResult.Verified;
import dev.ingot.release.ReleaseResult.Waiting;
import dev.ingot.rollout.core.Effect;
import dev.ingot.rollout.core.Gate;
import dev.ingot.rollout.core.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Releases by every strategy: what they do, and what is left wherever their process is killed. */
final class StrategyReleaseTest {
  @TempDir(factory = Memory.class)
  Path temporary;

  /** The strategies. */
  enum Kind {
    ROLLING_BAKED("bake_time = \"1m\"", 0),
    NO_SURGE("max_surge = 0", 1),
    TWO_WITHOUT_SURGE("max_surge = 0\n max_unavailable = 2", 2),
    BLUE_GREEN("strategy = \"blue_green\"\n bake_time = \"1m\"", 0),
    CANARY(
        "strategy = \"canary\"\n step {\n count = 1\n duration = \"2m\"\n }\n"
            + " step {\n percent = 50\n duration = \"1m\"\n }",
        0),
    RECREATE("strategy = \"recreate\"", 3);

    private final String settings;
    private final int gone;

    Kind(String settings, int gone) {
      this.settings = settings;
      this.gone = gone;
    }
  }

  private World deployed(String settings) throws IOException {
    World world = World.in(temporary);
    world.write(
        "web.ingot.hcl",
        Configurations.ROLLOUT.replace("min_healthy_time", settings + "\n  min_healthy_time"));
    ReleaseResult result = world.run(World.up("image=v1"));
    while (result instanceof Waiting) {
      result = world.run(decide(true));
    }
    assertThat(result).isInstanceOf(Verified.class);
    return world;
  }

  private static List<ReleaseEvent> events(World world, ReleaseRequest request) {
    List<ReleaseEvent> events = Collections.synchronizedList(new ArrayList<>());
    world.run(request, events::add, new Cancellation());
    return events;
  }

  private static List<String> effects(List<ReleaseEvent> events) {
    return events.stream()
        .filter(ReleaseEvent.RolloutDoing.class::isInstance)
        .map(event -> ((ReleaseEvent.RolloutDoing) event).effect())
        .filter(Effect::isDurable)
        .map(
            effect ->
                switch (effect) {
                  case Effect.Vacate(int _, var slices) -> "vacate " + slices.size();
                  case Effect.Create(int _, var slices) -> "create " + slices.size();
                  case Effect.Move(int _, var slices) -> "move " + slices.size();
                  case Effect.Retire(int _, var slices) -> "retire " + slices.size();
                  case Effect.TakeBack(int _, var slices) -> "take back " + slices.size();
                  case Effect other ->
                      other.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
                })
        .toList();
  }

  @Test
  void blueAndGreenStandSideBySideAndOneSwitchMovesAll() throws IOException {
    World world = deployed(Kind.BLUE_GREEN.settings);
    assertThat(effects(events(world, World.up("image=v2"))))
        .containsExactly("create 3", "move 3", "retire 3", "finish");
    world.settledAs("v2");
  }

  @Test
  void aCanaryGrowsAndItsOldMachinesGoLast() throws IOException {
    World world = deployed(Kind.CANARY.settings);
    assertThat(effects(events(world, World.up("image=v2"))))
        .containsExactly(
            "create 1", "move 1", "create 1", "move 1", "create 1", "move 1", "retire 3", "finish");
    world.settledAs("v2");
  }

  @Test
  void withoutSurgeOldMachinesGoFirst() throws IOException {
    World world = deployed(Kind.TWO_WITHOUT_SURGE.settings);
    assertThat(effects(events(world, World.up("image=v2"))))
        .containsExactly(
            "vacate 2",
            "create 2",
            "move 2",
            "retire 2",
            "vacate 1",
            "create 1",
            "move 1",
            "retire 1",
            "finish");
    world.settledAs("v2");
  }

  @Test
  void aCanaryThatFailsInItsLastStepReturnsToMachinesThatWereNeverGone() throws IOException {
    World world = deployed(Kind.CANARY.settings);
    Map<String, String> machines = world.machines();
    assertThat(world.run(World.up("image=v2", "broken=2"))).isInstanceOf(Reverted.class);
    world.settledAs("v1");
    assertThat(world.machines()).as("the same machines").isEqualTo(machines);
    assertThat(world.outcomes()).containsExactly("reverted", "verified");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whereverAChangeIsKilledTheSameRequestBringsItToItsEnd(Kind kind) throws IOException {
    World world = deployed(kind.settings);
    boolean died = true;
    int kills = 0;
    for (; died; kills++) {
      Run first = process(world.copy(), World.up("image=v2"), kills + 1, kind.gone);
      died = first.result().isEmpty();
      ReleaseResult result =
          died ? ended(process(first.left(), World.up("image=v2"), ALL, kind.gone)) : ended(first);
      assertThat(result)
          .as("after a kill at event %d", kills + 1)
          .isInstanceOfAny(Verified.class, Unchanged.class);
      first.left().settledAs("v2");
    }
    assertThat(kills).as("events").isGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whereverABrokenChangeIsKilledTheSameRequestRevertsIt(Kind kind) throws IOException {
    World world = deployed(kind.settings);
    boolean died = true;
    for (int kill = 1; died; kill++) {
      ReleaseRequest broken = World.up("image=v2", "broken=1");
      Run first = process(world.copy(), broken, kill, kind.gone);
      died = first.result().isEmpty();
      ReleaseResult result =
          died ? ended(process(first.left(), broken, ALL, kind.gone)) : ended(first);
      assertThat(result).as("after a kill at event %d", kill).isInstanceOf(Reverted.class);
      first.left().settledAs("v1");
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whereverAChangeIsKilledAnotherChangeBringsItselfToItsEnd(Kind kind) throws IOException {
    World world = deployed(kind.settings);
    boolean died = true;
    for (int kill = 1; died; kill++) {
      Run first = process(world.copy(), World.up("image=v2"), kill, kind.gone);
      died = first.result().isEmpty();
      assertThat(ended(process(first.left(), World.up("image=v3"), ALL, kind.gone)))
          .as("after a kill at event %d", kill)
          .isInstanceOf(Verified.class);
      first.left().settledAs("v3");
    }
  }

  private static final String ASKING = "confirm = [\"move\", \"promote\"]";

  private static ReleaseRequest decide(boolean confirm) {
    return new ReleaseRequest.Decide(confirm, List.of());
  }

  private static Waiting at(Gate.Point point, int wave) {
    return new Waiting(new Outcome.Waiting(new Gate(point, wave), ""));
  }

  @Test
  void aRolloutWaitsForAPersonAndGoesOnWhenConfirmed() throws IOException {
    World world = deployed(ASKING);
    assertThat(world.run(World.up("image=v2"))).isEqualTo(at(Gate.Point.MOVE, 0));
    assertThat(world.served().values()).containsOnly("v1");
    assertThat(world.run(World.up("image=v2")))
        .as("the same request finds it waiting")
        .isEqualTo(at(Gate.Point.MOVE, 0));
    assertThat(world.run(decide(true))).isEqualTo(at(Gate.Point.PROMOTE, 2));
    assertThat(world.served().values()).containsOnly("v2");
    assertThat(world.outcomes()).containsExactly("running", "verified");
    assertThat(world.run(decide(true))).isInstanceOf(Verified.class);
    world.settledAs("v2");
  }

  @Test
  void whatIsDecidedCanNotBeDecidedAgain() throws IOException {
    World world = deployed("confirm = [\"move\"]");
    assertThat(world.run(World.up("image=v2"))).isInstanceOf(Waiting.class);
    assertThat(world.run(decide(true))).isInstanceOf(Verified.class);
    assertThat(world.run(decide(true)))
        .isInstanceOfSatisfying(
            Failed.class,
            refused ->
                assertThat(refused.reason())
                    .contains("does not wait", "somebody@here confirmed it at 2026-01-01T"));
    world.settledAs("v2");
  }

  @Test
  void whatIsAbortedIsRolledBackAlsoWhereFailuresAreNot() throws IOException {
    World world = deployed("auto_revert = false\n  confirm = [\"promote\"]");
    Map<String, String> machines = world.machines();
    assertThat(world.run(World.up("image=v2"))).isInstanceOf(Waiting.class);
    assertThat(world.run(decide(false))).isEqualTo(new Reverted("aborted by somebody@here"));
    world.settledAs("v1");
    assertThat(machines).isNotEqualTo(world.machines());
  }

  @Test
  void anotherReleaseEndsOneThatWaits() throws IOException {
    World world = deployed("confirm = [\"move\"]");
    assertThat(world.run(World.up("image=v2"))).isInstanceOf(Waiting.class);
    assertThat(world.run(World.up("image=v3"))).isInstanceOf(Waiting.class);
    assertThat(world.run(decide(true))).isInstanceOf(Verified.class);
    world.settledAs("v3");
  }

  @Test
  void whereverADecisionIsKilledTheSameRequestBringsTheReleaseToItsEnd() throws IOException {
    World world = deployed("confirm = [\"move\"]");
    assertThat(world.run(World.up("image=v2"))).isInstanceOf(Waiting.class);
    boolean died = true;
    for (int kill = 1; died; kill++) {
      Run first = process(world.copy(), decide(true), kill);
      died = first.result().isEmpty();
      ReleaseResult result =
          died ? ended(process(first.left(), World.up("image=v2"), ALL)) : ended(first);
      if (result instanceof Waiting) {
        assertThat(kill).as("killed before the decision was recorded").isLessThan(5);
        result = first.left().run(decide(true));
      }
      assertThat(result)
          .as("after a kill at event %d", kill)
          .isInstanceOfAny(Verified.class, Unchanged.class);
      first.left().settledAs("v2");
    }
  }

  private static final String KEEPING = "strategy = \"blue_green\"\n  keep_old = \"30m\"";

  private static final ReleaseRequest INSTANT =
      new ReleaseRequest.Rollback(OptionalLong.empty(), true, List.of());

  @Test
  void oldMachinesAreKeptAndSwitchedBackToAtOnce() throws IOException {
    World world = deployed(KEEPING);
    Map<String, String> machines = world.machines();
    assertThat(world.run(World.up("image=v2"))).isInstanceOf(Verified.class);
    assertThat(world.served().values()).containsOnly("v2");
    assertThat(world.cloud().objects()).as("old and new machines, and a balancer").hasSize(7);
    assertThat(world.run(World.up("image=v2")))
        .as("nothing is to be done before their time")
        .isInstanceOf(Unchanged.class);
    assertThat(world.cloud().objects()).hasSize(7);
    java.time.Instant before = world.now();
    assertThat(world.run(INSTANT)).isInstanceOf(Verified.class);
    assertThat(Duration.between(before, world.now())).isLessThan(Duration.ofSeconds(3));
    world.settledAs("v1");
    assertThat(world.machines()).as("the same machines").isEqualTo(machines);
  }

  @Test
  void whereverAnInstantRollbackIsKilledItIsBroughtToItsEnd() throws IOException {
    World world = deployed(KEEPING);
    assertThat(world.run(World.up("image=v2"))).isInstanceOf(Verified.class);
    boolean died = true;
    for (int kill = 1; died; kill++) {
      Run first = process(world.copy(), INSTANT, kill);
      died = first.result().isEmpty();
      if (died) {
        ReleaseResult result =
            ended(
                process(
                    first.left(), new ReleaseRequest.Rollback(OptionalLong.of(1), List.of()), ALL));
        assertThat(result)
            .as("after a kill at event %d", kill)
            .isInstanceOfAny(Verified.class, Unchanged.class);
      }
      first.left().settledAs("v1");
    }
  }

  @Test
  void keptMachinesGoWhenTheirTimeIsOver() throws IOException {
    World world = deployed(KEEPING);
    assertThat(world.run(World.up("image=v2"))).isInstanceOf(Verified.class);
    World later = world.afterCrash();
    assertThat(later.run(World.up("image=v2"))).isInstanceOf(Verified.class);
    later.settledAs("v2");
    assertThat(later.run(INSTANT))
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.reason()).contains("No old machines"));
  }

  @Test
  void keptMachinesGoWithTheNextRelease() throws IOException {
    World world = deployed(KEEPING);
    assertThat(world.run(World.up("image=v2"))).isInstanceOf(Verified.class);
    assertThat(world.run(World.up("image=v3"))).isInstanceOf(Verified.class);
    assertThat(world.served().values()).containsOnly("v3");
    assertThat(world.cloud().objects()).as("v2 is kept, v1 is gone").hasSize(7);
    assertThat(world.run(INSTANT)).isInstanceOf(Verified.class);
    world.settledAs("v2");
  }
}
