package dev.ingot.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.operation.ApplySession;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.StateSession;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A fleet of machines behind a balancer, replaced wave by wave. */
final class StagedApplyTest {
  private static final String FLEET =
      """
      variable "image" {}

      resource "fake_thing" "network" {
        name = "network-${var.image}"
      }

      resource "fake_thing" "machine" {
        count = 3
        name  = "machine-${count.index}"
        kind  = var.image
        note  = fake_thing.network.id
      }

      resource "fake_thing" "balancer" {
        name = "balancer"
        tags = { for m in fake_thing.machine : m.name => m.id }
      }

      output "machines" {
        value = fake_thing.machine[*].id
      }
      """;

  private final Workbench bench = new Workbench().fake(FLEET);

  private static Set<InstanceAddress> machines(int... indexes) {
    Set<InstanceAddress> found = new LinkedHashSet<>();
    Arrays.stream(indexes)
        .forEach(index -> found.add(InstanceAddress.parse("fake_thing.machine[" + index + "]")));
    return found;
  }

  /** The keys that what served before is kept under. */
  private static Map<InstanceAddress, Optional<DeposedKey>> served(int... indexes) {
    Map<InstanceAddress, Optional<DeposedKey>> keys = new HashMap<>();
    for (InstanceAddress address : machines(indexes)) {
      int index = Integer.parseInt(address.key().suffix().replaceAll("\\D", ""));
      keys.put(address, Optional.of(new DeposedKey("0000000" + index)));
    }
    return keys;
  }

  private static Map<InstanceAddress, Optional<DeposedKey>> fresh(int... indexes) {
    Map<InstanceAddress, Optional<DeposedKey>> keys = new HashMap<>();
    machines(indexes).forEach(address -> keys.put(address, Optional.empty()));
    return keys;
  }

  private Map<String, String> balanced() {
    Value balancer =
        bench.cloud.objects().values().stream()
            .filter(object -> text(object, "name").equals("balancer"))
            .findFirst()
            .orElseThrow();
    Map<String, String> tags = new TreeMap<>();
    Values.attribute(balancer, "tags")
        .flatMap(Values::entries)
        .orElseThrow()
        .forEach((name, id) -> tags.put(name, kind(Values.text(id).orElseThrow())));
    return tags;
  }

  private String kind(String id) {
    return bench.cloud.find(id).map(object -> text(object, "kind")).orElse("gone");
  }

  private static String text(Value object, String name) {
    return Values.attribute(object, name).flatMap(Values::text).orElse("");
  }

  private void deployed(String image) {
    bench.set("image", Value.of(image));
    assertThat(bench.apply().diagnostics()).isEmpty();
    bench.events.clear();
  }

  private static void good(ApplyResult result) {
    assertThat(Workbench.texts(result.diagnostics())).isEmpty();
  }

  @Test
  void wavesReplaceMachinesWhileTheBalancerSeesTheMixture() {
    deployed("v1");
    bench.set("image", Value.of("v2"));
    try (StateSession state = bench.open()) {
      Plan plan = bench.plan(state.state().snapshot(), PlanOptions.NORMAL).plan().orElseThrow();
      try (ApplySession session = bench.session(plan, state)) {
        good(session.applyBefore(served(0, 1, 2), Set.of()));
        assertThat(bench.events).containsExactly("UPDATE fake_thing.network");
        good(session.create(machines(0)));
        assertThat(balanced().values()).containsOnly("v1");
        good(session.moveDependents(machines(0)));
        assertThat(balanced())
            .containsEntry("machine-0", "v2")
            .containsEntry("machine-1", "v1")
            .containsEntry("machine-2", "v1");
        good(session.destroyOld(machines(0)));
        good(session.create(machines(1, 2)));
        good(session.moveDependents(machines(1, 2)));
        good(session.destroyOld(machines(1, 2)));
        assertThat(balanced().values()).containsOnly("v2");
        good(session.finish(Set.of()));
      }
    }
    assertThat(bench.cloud.objects()).hasSize(5);
    assertThat(bench.stored()).doesNotContain("fake_thing.machine[0] deposed").hasSize(5);
    assertThat(Workbench.actions(bench.planned())).isEmpty();
  }

  @Test
  void whatIsEphemeralStaysOpenForAllStages() {
    bench.file(
        "token.tf",
        """
        ephemeral "fake_token" "t" {
          name = "t"
        }
        provider "fake" {
          alias  = "late"
          region = ephemeral.fake_token.t.token
        }
        """);
    bench.file(
        "main.tf",
        FLEET.replace(
            "kind  = var.image",
            "kind  = var.image\n  provider = fake.late\n  password ="
                + " \"${ephemeral.fake_token.t.token}-${var.image}\""));
    deployed("v1");
    bench.set("image", Value.of("v2"));
    try (StateSession state = bench.open()) {
      Plan plan = bench.plan(state.state().snapshot(), PlanOptions.NORMAL).plan().orElseThrow();
      int before = bench.cloud.events().size();
      try (ApplySession session = bench.session(plan, state)) {
        good(session.applyBefore(served(0, 1, 2), Set.of()));
        good(session.create(machines(0, 1, 2)));
        good(session.moveDependents(machines(0, 1, 2)));
        good(session.destroyOld(machines(0, 1, 2)));
        assertThat(events(before))
            .contains("open t", "password token-t-v2")
            .doesNotContain("close t");
        good(session.finish(Set.of()));
      }
      assertThat(events(before)).endsWith("close t").containsOnlyOnce("open t");
    }
  }

  private List<String> events(int from) {
    return bench.cloud.events().subList(from, bench.cloud.events().size());
  }

  @Test
  void aWaveIsTakenBackWithoutTheOldMachineEverBeingGone() {
    deployed("v1");
    Map<String, String> before = balanced();
    bench.set("image", Value.of("v2"));
    try (StateSession state = bench.open()) {
      Plan plan = bench.plan(state.state().snapshot(), PlanOptions.NORMAL).plan().orElseThrow();
      try (ApplySession session = bench.session(plan, state)) {
        good(session.applyBefore(served(0, 1, 2), Set.of()));
        good(session.create(machines(0, 1)));
        good(session.moveDependents(machines(0, 1)));
        good(session.takeBack(machines(0, 1)));
        good(session.abandon());
      }
    }
    assertThat(balanced()).isEqualTo(before);
    assertThat(bench.cloud.objects()).hasSize(5);
    bench.set("image", Value.of("v1"));
    assertThat(Workbench.actions(bench.planned())).containsExactly("fake_thing.network UPDATE");
  }

  /** Ends after the first wave's traffic has moved, as if the process had died. */
  private void interruptedAfterMoving() {
    deployed("v1");
    bench.set("image", Value.of("v2"));
    try (StateSession state = bench.open()) {
      Plan plan = bench.plan(state.state().snapshot(), PlanOptions.NORMAL).plan().orElseThrow();
      try (ApplySession session = bench.session(plan, state)) {
        good(session.applyBefore(served(0, 1, 2), Set.of()));
        good(session.create(machines(0)));
        good(session.moveDependents(machines(0)));
      }
    }
  }

  @Test
  void aWaveGoesOnWithAPlanMadeAfterItsProcessDied() {
    interruptedAfterMoving();
    try (StateSession state = bench.open()) {
      Plan plan = bench.plan(state.state().snapshot(), PlanOptions.NORMAL).plan().orElseThrow();
      try (ApplySession session = bench.session(plan, state)) {
        good(session.applyBefore(served(0, 1, 2), Set.of()));
        assertThat(bench.stored()).contains("fake_thing.machine[0] deposed");
        for (int wave = 0; wave < 3; wave++) {
          good(session.create(machines(wave)));
          good(session.moveDependents(machines(wave)));
          good(session.destroyOld(machines(wave)));
        }
        good(session.finish(Set.of()));
      }
    }
    assertThat(balanced().values()).containsOnly("v2");
    assertThat(bench.cloud.objects()).hasSize(5);
    assertThat(Workbench.actions(bench.planned())).isEmpty();
  }

  @Test
  void whatAnInterruptedWaveHasMadeServesNothingBeforeItIsMovedTo() {
    deployed("v1");
    bench.set("image", Value.of("v2"));
    for (int process = 0; process < 2; process++) {
      try (StateSession state = bench.open()) {
        Plan plan = bench.plan(state.state().snapshot(), PlanOptions.NORMAL).plan().orElseThrow();
        try (ApplySession session = bench.session(plan, state)) {
          good(session.applyBefore(served(0, 1, 2), Set.of()));
          good(session.create(machines(0, 1, 2)));
          assertThat(balanced().values()).containsOnly("v1");
        }
      }
    }
  }

  @Test
  void aWaveIsTakenBackWithAPlanMadeAfterItsProcessDied() {
    interruptedAfterMoving();
    try (StateSession state = bench.open()) {
      Plan plan = bench.plan(state.state().snapshot(), PlanOptions.NORMAL).plan().orElseThrow();
      try (ApplySession session = bench.session(plan, state)) {
        good(session.applyBefore(served(0, 1, 2), Set.of()));
        good(session.create(machines(0)));
        good(session.takeBack(machines(0)));
        good(session.abandon());
      }
    }
    assertThat(balanced().values()).containsOnly("v1");
    assertThat(bench.cloud.objects()).hasSize(5);
    assertThat(bench.stored()).hasSize(5);
  }

  @Test
  void aNewFleetIsCreatedInWaves() {
    bench.set("image", Value.of("v1"));
    try (StateSession state = bench.open()) {
      Plan plan = bench.plan(state.state().snapshot(), PlanOptions.NORMAL).plan().orElseThrow();
      try (ApplySession session = bench.session(plan, state)) {
        good(session.applyBefore(fresh(0, 1, 2), Set.of()));
        good(session.create(machines(0)));
        good(session.moveDependents(machines(0)));
        assertThat(balanced()).containsOnlyKeys("machine-0");
        good(session.destroyOld(machines(0)));
        good(session.create(machines(1, 2)));
        good(session.moveDependents(machines(1, 2)));
        good(session.destroyOld(machines(1, 2)));
        good(session.finish(Set.of()));
      }
    }
    assertThat(balanced()).hasSize(3);
    assertThat(Workbench.actions(bench.planned())).isEmpty();
  }

  @Test
  void aFirstWaveOfNewMachinesIsTakenBack() {
    bench.set("image", Value.of("v1"));
    try (StateSession state = bench.open()) {
      Plan plan = bench.plan(state.state().snapshot(), PlanOptions.NORMAL).plan().orElseThrow();
      try (ApplySession session = bench.session(plan, state)) {
        good(session.applyBefore(fresh(0, 1, 2), Set.of()));
        good(session.create(machines(0)));
        good(session.moveDependents(machines(0)));
        good(session.takeBack(machines(0)));
        good(session.abandon());
      }
    }
    assertThat(bench.stored()).containsExactly("fake_thing.network");
    assertThat(bench.cloud.objects()).hasSize(1);
  }

  @Test
  void dependentsOfOneInstanceAreReplacedAndTakenBackWithIt() {
    Workbench slices =
        new Workbench()
            .fake(
                """
                variable "image" {}

                resource "fake_thing" "machine" {
                  count = 2
                  name  = "machine-${count.index}"
                  kind  = var.image
                }

                resource "fake_thing" "record" {
                  count = 2
                  name  = "record-${count.index}"
                  kind  = fake_thing.machine[count.index].id
                }
                """);
    slices.set("image", Value.of("v1"));
    assertThat(slices.apply().diagnostics()).isEmpty();
    slices.set("image", Value.of("v2"));
    try (StateSession state = slices.open()) {
      Plan plan = slices.plan(state.state().snapshot(), PlanOptions.NORMAL).plan().orElseThrow();
      try (ApplySession session = slices.session(plan, state)) {
        good(session.applyBefore(served(0, 1), Set.of()));
        good(session.create(machines(0)));
        good(session.moveDependents(machines(0)));
        assertThat(slices.cloud.objects()).hasSize(6);
        good(session.takeBack(machines(0)));
        assertThat(slices.cloud.objects()).hasSize(4);
        good(session.create(machines(0)));
        good(session.moveDependents(machines(0)));
        good(session.destroyOld(machines(0)));
        good(session.create(machines(1)));
        good(session.moveDependents(machines(1)));
        good(session.destroyOld(machines(1)));
        good(session.finish(Set.of()));
      }
    }
    assertThat(slices.cloud.objects()).hasSize(4);
    assertThat(Workbench.actions(slices.planned())).isEmpty();
    List<String> deleted =
        slices.cloud.events().stream().filter(event -> event.startsWith("delete")).toList();
    assertThat(deleted.subList(deleted.size() - 2, deleted.size()))
        .containsExactly("delete record-1", "delete machine-1");
  }
}
