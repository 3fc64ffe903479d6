package dev.ingot.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.operation.ApplySession;
import dev.ingot.lang.value.Value;
import dev.ingot.state.Change;
import dev.ingot.state.StateSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which destroy provisioners run for objects that others have taken the place of. */
final class DestroyProvisionersTest {
  private static final String MACHINE =
      """
      variable "image" {}

      variable "start" {
        default = "start"
      }

      variable "stop" {
        default = "stop"
      }

      resource "fake_thing" "machine" {
        name = "machine"
        kind = var.image
        tags = { stop = var.stop }

        provisioner "local-exec" {
          command = "${var.start} ${self.kind}"
        }

        provisioner "local-exec" {
          when    = destroy
          command = "${self.tags.stop} ${self.kind}"
        }
      }
      """;

  private static final InstanceAddress ADDRESS = InstanceAddress.parse("fake_thing.machine");
  private static final Set<InstanceAddress> WAVE = Set.of(ADDRESS);

  private final Workbench bench = new Workbench().fake(MACHINE);

  @BeforeEach
  void deployTheFirstVersion() {
    bench.set("image", Value.of("v1"));
    assertThat(bench.apply().diagnostics()).isEmpty();
    assertThat(bench.commands).containsExactly("start v1");
    bench.commands.clear();
    bench.set("image", Value.of("v2"));
  }

  private interface Stages {
    void run(ApplySession session);
  }

  /** One wave, as far as a process gets. */
  private void wave(Stages stages) {
    try (StateSession state = bench.open()) {
      Plan plan = bench.plan(state.state().snapshot(), PlanOptions.NORMAL).plan().orElseThrow();
      try (ApplySession session = bench.session(plan, state)) {
        session.applyBefore(Map.of(ADDRESS, Optional.of(new DeposedKey("00000001"))), Set.of());
        session.create(WAVE);
        stages.run(session);
      }
    }
  }

  @Test
  void aRolloutRunsThoseOfWhatItHasReplaced() {
    wave(session -> assertThat(session.destroyOld(WAVE).diagnostics()).isEmpty());
    assertThat(bench.commands).containsExactly("start v2", "stop v1");
  }

  @Test
  void aRolloutThatGoesBackRunsThoseOfWhatItHasMade() {
    wave(session -> assertThat(session.takeBack(WAVE).diagnostics()).isEmpty());
    assertThat(bench.commands).containsExactly("start v2", "stop v2");
  }

  @Test
  void aRolloutRunsThemAlsoForWhatWasNeverCompleted() {
    bench.set("start", Value.of("exit 3"));
    wave(session -> session.takeBack(WAVE));
    assertThat(bench.commands).containsExactly("exit 3 v2", "stop v2");
  }

  @Test
  void whatWasNeverCompletedGoesAlsoWhereTheyFail() {
    bench.set("start", Value.of("exit 3")).set("stop", Value.of("exit 4"));
    wave(
        session ->
            assertThat(Workbench.texts(session.takeBack(WAVE).diagnostics()))
                .singleElement()
                .asString()
                .startsWith("warning: local-exec provisioner error"));
    assertThat(bench.commands).containsExactly("exit 3 v2", "exit 4 v2");
    assertThat(bench.stored()).containsExactly("fake_thing.machine");
  }

  @Test
  void whatARolloutLeftWhenItsProcessDiedIsUndoneByWhatDestroysIt() {
    wave(session -> {});
    assertThat(bench.stored()).contains("fake_thing.machine deposed");
    assertThat(bench.apply().diagnostics()).isEmpty();
    assertThat(bench.commands).containsExactly("start v2", "stop v1");
  }

  @Test
  void whatAKilledWaveLeftIncompleteIsUndoneBeforeItsSuccessorIsMade() {
    bench.set("start", Value.of("exit 3"));
    wave(session -> {});
    restoreServing();
    bench.set("start", Value.of("start"));
    wave(session -> session.destroyOld(WAVE));
    assertThat(bench.commands).containsExactly("exit 3 v2", "stop v2", "start v2", "stop v1");
  }

  /** As the next process does, since the record says which object served. */
  private void restoreServing() {
    try (StateSession state = bench.open()) {
      state.apply(
          List.of(
              new Change.Depose(ADDRESS, new DeposedKey("00000002")),
              new Change.Restore(ADDRESS, new DeposedKey("00000001"))));
    }
  }

  @Test
  void aResourceThatCreatesFirstRunsNoneOutsideOfRollouts() {
    bench.fake(
        MACHINE.replace(
            "  tags =", "  lifecycle {\n    create_before_destroy = true\n  }\n  tags ="));
    assertThat(bench.apply().diagnostics()).isEmpty();
    assertThat(bench.commands).containsExactly("start v2");
    bench.commands.clear();
    assertThat(bench.apply(PlanOptions.DESTROY).diagnostics()).isEmpty();
    assertThat(bench.commands).containsExactly("stop v2");
  }

  @Test
  void aResourceThatDestroysFirstRunsThem() {
    assertThat(bench.apply().diagnostics()).isEmpty();
    assertThat(bench.commands).isEqualTo(List.of("stop v1", "start v2"));
  }
}
