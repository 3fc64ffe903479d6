package dev.ingot.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.release.ReleaseResult.Reverted;
import dev.ingot.release.ReleaseResult.Verified;
import dev.ingot.release.drift.Finding;
import dev.ingot.release.drift.Reason;
import dev.ingot.release.repave.Repave;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has drifted is found and replaced, what is old is replaced, and no more than that. */
final class UpkeepTest {
  @TempDir(factory = Memory.class)
  Path temporary;

  private World world = World.NOWHERE;

  @BeforeEach
  void deploy() throws IOException {
    world = World.in(temporary);
    assertThat(world.run(World.up("image=v1"))).isInstanceOf(Verified.class);
    world.write("upkeep.ingot.hcl", "repair {}\n");
  }

  /** Somebody changes an attribute of a machine behind everybody's back. */
  private static void change(World world, String machine, String kind) {
    String id = world.machines().getOrDefault(machine, "");
    Map<String, Value> attributes =
        new TreeMap<>(Values.entries(world.cloud().find(id).orElseThrow()).orElseThrow());
    attributes.put("kind", Value.of(kind));
    world.cloud().put(id, Values.object(attributes));
  }

  private static List<UpkeepEvent> events(World world) {
    List<UpkeepEvent> events = new ArrayList<>();
    StackUpkeep.Pass _ = world.upkeep(event -> {}, events);
    return events;
  }

  private static List<Finding> findings(List<UpkeepEvent> events) {
    return events.stream()
        .filter(UpkeepEvent.Surveyed.class::isInstance)
        .flatMap(event -> ((UpkeepEvent.Surveyed) event).survey().findings().stream())
        .toList();
  }

  /** Passes until one does nothing. */
  private static int passes(World world) {
    int passes = 0;
    while (world.upkeep(event -> {}, new ArrayList<>()).result().isPresent()) {
      passes++;
      assertThat(passes).as("passes").isLessThan(20);
    }
    return passes;
  }

  @Test
  void whatRunsAsItWasReleasedHasNotDrifted() {
    List<UpkeepEvent> events = events(world);
    assertThat(findings(events)).isEmpty();
    assertThat(events).hasSize(1);
    assertThat(world.outcomes()).containsExactly("verified");
  }

  @Test
  void aChangedMachineIsReplacedAndNothingElse() {
    Map<String, String> before = world.machines();
    change(world, "machine-1", "vandalised");
    List<UpkeepEvent> events = events(world);
    assertThat(findings(events))
        .containsExactly(
            new Finding(
                dev.ingot.address.InstanceAddress.parse("fake_keyed.machine[1]"),
                Reason.CONFIGURATION,
                "kind",
                Optional.empty(),
                true));
    world.settledAs("v1");
    assertThat(world.machines().get("machine-0")).isEqualTo(before.get("machine-0"));
    assertThat(world.machines().get("machine-1")).isNotEqualTo(before.get("machine-1"));
    assertThat(passes(world)).isZero();
  }

  @Test
  void whatMayDifferIsNoDrift() throws IOException {
    world.write("upkeep.ingot.hcl", "repair {}\ndrift {\n  ignore = [\"*.kind\"]\n}\n");
    change(world, "machine-1", "as you like it");
    assertThat(findings(events(world))).isEmpty();
    assertThat(world.outcomes()).containsExactly("verified");
  }

  @Test
  void withoutARepairBlockDriftIsOnlyReported() throws IOException {
    world.write("upkeep.ingot.hcl", "");
    change(world, "machine-1", "vandalised");
    assertThat(findings(events(world))).hasSize(1);
    assertThat(world.outcomes()).containsExactly("verified");
  }

  @Test
  void deadMachinesAreReplacedOneAtATimeAndMissingOnesCreated() {
    change(world, "machine-0", "broken-v1");
    change(world, "machine-2", "broken-v1");
    world.cloud().remove(world.machines().getOrDefault("machine-1", ""));
    assertThat(findings(events(world)))
        .extracting(Finding::reason)
        .contains(Reason.MISSING, Reason.DEAD);
    int _ = passes(world);
    world.settledAs("v1");
  }

  @Test
  void afterAFailedRepairNothingIsReplacedUntilARelease() {
    change(world, "machine-1", "vandalised");
    world.cutOff();
    assertThat(world.upkeep(event -> {}, new ArrayList<>()).result().orElseThrow())
        .isInstanceOf(Reverted.class);
    List<String> outcomes = world.outcomes();
    assertThat(events(world).getLast()).isInstanceOf(UpkeepEvent.Paused.class);
    assertThat(world.outcomes()).isEqualTo(outcomes);
  }

  @Test
  void oldMachinesAreReplacedWithinTheBudgetAndThenNoMore() throws IOException {
    world.write(
        "upkeep.ingot.hcl",
        "repave {\n  max_age = \"30d\"\n  budget {\n    machines = 1\n  }\n}\n");
    assertThat(passes(world)).as("young").isZero();
    world.pass(Duration.ofDays(31));
    List<UpkeepEvent> events = events(world);
    Repave.Decision decision =
        events.stream()
            .filter(UpkeepEvent.Repaving.class::isInstance)
            .map(event -> ((UpkeepEvent.Repaving) event).decision())
            .findFirst()
            .orElseThrow();
    assertThat(decision.now()).hasSize(1);
    assertThat(decision.waiting()).hasSize(2);
    world.settledAs("v1");
    assertThat(passes(world)).isEqualTo(2);
    world.settledAs("v1");
  }

  @Test
  void aNewImageInTheChannelReplacesTheMachines() throws IOException {
    World baked = World.baking(java.nio.file.Files.createDirectory(temporary.resolve("baked")));
    assertThat(baked.run(World.up()).isSuccess()).isTrue();
    baked.write("upkeep.ingot.hcl", "repave {}\n").image("v2");
    assertThat(passes(baked)).isZero();
    assertThat(
            baked.run(new ReleaseRequest.Rebuild(List.of(), false, Optional.empty())).isSuccess())
        .isTrue();
    baked.settledAs("v1");
    assertThat(findings(events(baked)))
        .hasSize(3)
        .allMatch(finding -> finding.reason() == Reason.IMAGE)
        .allMatch(
            finding -> finding.detail().equals("web:v1 runs, channel production points to web:v2"));
    baked.settledAs("v2");
    assertThat(passes(baked)).isZero();
  }

  @Test
  void settingsWithErrorsChangeNothing() throws IOException {
    world.write("upkeep.ingot.hcl", "repave {\n  max_age = \"1m\"\n}\n");
    change(world, "machine-1", "vandalised");
    List<ReleaseEvent> told = new ArrayList<>();
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> world.upkeep(told::add, new ArrayList<>()))
        .hasMessageContaining("the settings (*.ingot.hcl) have errors; nothing was changed");
    assertThat(world.outcomes()).containsExactly("verified");
  }

  @Test
  void wheneverAPassIsKilledTheNextOnesFinishIt() {
    change(world, "machine-0", "vandalised");
    change(world, "machine-2", "broken-v1");
    boolean killed = true;
    for (int at = 1; killed; at++) {
      Processes.Run first = Processes.upkeep(world.copy(), at);
      killed = first.struck();
      int _ = passes(first.left());
      first.left().settledAs("v1");
      assertThat(findings(events(first.left()))).as("killed at event %d", at).isEmpty();
    }
  }
}
