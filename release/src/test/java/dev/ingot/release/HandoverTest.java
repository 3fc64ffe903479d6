package dev.ingot.release;

import static dev.ingot.release.Processes.ALL;
import static dev.ingot.release.Processes.ended;
import static dev.ingot.release.Processes.process;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.release.Processes.Run;
import dev.ingot.release.ReleaseResult.Reverted;
import dev.ingot.release.ReleaseResult.Unchanged;
import dev.ingot.release.ReleaseResult.Verified;
import dev.ingot.rollout.core.Effect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines with a volume of their own hand it to their successors. */
final class HandoverTest {
  private static final String CANARY =
      "strategy = \"canary\"\n step {\n count = 1\n duration = \"1m\"\n }";

  @TempDir(factory = Memory.class)
  Path temporary;

  private World deployed(String settings) throws IOException {
    World world = World.in(temporary);
    world
        .write("main.tf", Configurations.FLEET.replace("\"machine-", "\"keeper-"))
        .write(
            "web.ingot.hcl",
            Configurations.ROLLOUT.replace("min_healthy_time", settings + "\n min_healthy_time"));
    assertThat(world.run(World.up("image=v1"))).isInstanceOf(Verified.class);
    return world;
  }

  /** No volume is in two machines. */
  private static void apart(World world) {
    assertThat(
            world.cloud().objects().values().stream()
                .map(object -> CloudFleet.text(object, "name"))
                .filter(name -> name.startsWith("keeper")))
        .as("machines by the volumes they have")
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"max_surge = 1", "max_surge = 3", "strategy = \"blue_green\"", CANARY})
  void whateverTheStrategyOldMachinesGoFirstAndItIsSaid(String settings) throws IOException {
    World world = deployed(settings);
    List<Diagnostic> said = Collections.synchronizedList(new ArrayList<>());
    List<Effect> effects = Collections.synchronizedList(new ArrayList<>());
    ReleaseResult result =
        world.run(
            World.up("image=v2"),
            event -> {
              apart(world);
              switch (event) {
                case ReleaseEvent.Diagnosed(var diagnostics) -> said.addAll(diagnostics);
                case ReleaseEvent.RolloutDoing(String _, Effect effect, var _)
                    when effect instanceof Effect.Vacate ->
                    effects.add(effect);
                case ReleaseEvent _ -> {}
              }
            },
            new Cancellation());
    assertThat(result).isInstanceOf(Verified.class);
    assertThat(effects).as("waves in which old machines go first").isNotEmpty();
    assertThat(said)
        .filteredOn(one -> one.summary().equals("Old machines go before new ones"))
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.detail())
                  .contains("hands its volume \"keeper-0\"", "max_surge = 0");
              assertThat(warning.subject()).as("a place").isPresent();
            });
    world.settledAs("v2");
  }

  @Test
  void whatSeveralMachinesHaveIsSharedAndNotHanded() throws IOException {
    World world = World.in(temporary);
    world.write(
        "main.tf",
        Configurations.FLEET
            .replace("\"machine-${count.index}\"", "\"keeper\"")
            .replace("m.name => m.id", "m.id => m.id"));
    assertThat(world.run(World.up("image=v1"))).isInstanceOf(Verified.class);
    List<Effect> effects = Collections.synchronizedList(new ArrayList<>());
    ReleaseResult result =
        world.run(
            World.up("image=v2"),
            event -> {
              if (event instanceof ReleaseEvent.RolloutDoing(String _, Effect effect, var _)) {
                effects.add(effect);
              }
            },
            new Cancellation());
    assertThat(result).isInstanceOf(Verified.class);
    assertThat(effects).noneMatch(Effect.Vacate.class::isInstance);
  }

  @ParameterizedTest
  @ValueSource(strings = {"max_surge = 1", "strategy = \"blue_green\""})
  void whereverAHandoverIsKilledTheSameRequestBringsItToItsEnd(String settings) throws IOException {
    World world = deployed(settings);
    boolean died = true;
    for (int kill = 1; died; kill++) {
      Run first = process(world.copy(), World.up("image=v2"), kill, 1);
      died = first.result().isEmpty();
      apart(first.left());
      ReleaseResult result =
          died ? ended(process(first.left(), World.up("image=v2"), ALL, 1)) : ended(first);
      assertThat(result)
          .as("after a kill at event %d", kill)
          .isInstanceOfAny(Verified.class, Unchanged.class);
      first.left().settledAs("v2");
    }
  }

  @Test
  void whereverABrokenHandoverIsKilledTheVolumeIsHandedBack() throws IOException {
    World world = deployed("max_surge = 1");
    ReleaseRequest broken = World.up("image=v2", "broken=1");
    boolean died = true;
    for (int kill = 1; died; kill++) {
      Run first = process(world.copy(), broken, kill, 1);
      died = first.result().isEmpty();
      apart(first.left());
      ReleaseResult result = died ? ended(process(first.left(), broken, ALL, 1)) : ended(first);
      assertThat(result).as("after a kill at event %d", kill).isInstanceOf(Reverted.class);
      apart(first.left());
      first.left().settledAs("v1");
    }
  }
}
