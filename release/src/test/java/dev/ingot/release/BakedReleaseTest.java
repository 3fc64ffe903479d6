package dev.ingot.release;

import static dev.ingot.release.Processes.ALL;
import static dev.ingot.release.Processes.ended;
import static dev.ingot.release.Processes.process;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.graph.Cancellation;
import dev.ingot.release.Processes.Run;
import dev.ingot.release.ReleaseResult.Failed;
import dev.ingot.release.ReleaseResult.Interrupted;
import dev.ingot.release.ReleaseResult.Reverted;
import dev.ingot.release.ReleaseResult.Unchanged;
import dev.ingot.release.ReleaseResult.Verified;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stacks with a template: from what it describes to a fleet, and back. */
final class BakedReleaseTest {
  private static final ReleaseRequest UP = World.up();

  @TempDir(factory = Memory.class)
  Path temporary;

  private World world = World.NOWHERE;

  @BeforeEach
  void deployTheFirstImage() throws IOException {
    world = World.baking(temporary);
    assertThat(world.run(UP)).isInstanceOf(Verified.class);
  }

  @Test
  void aTemplateBecomesAFleet() {
    world.settledAs("v1");
    assertThat(world.promoted()).isEqualTo("web:v1");
  }

  @Test
  void anUnchangedTemplateIsNotBakedAgain() {
    assertThat(world.run(UP)).isInstanceOf(Unchanged.class);
    world.settledAs("v1");
    assertThat(world.promoted()).isEqualTo("web:v1");
  }

  @Test
  void aChangedImageReplacesTheFleet() throws IOException {
    assertThat(world.image("v2").run(UP)).isInstanceOf(Verified.class);
    world.settledAs("v2");
    assertThat(world.promoted()).isEqualTo("web:v2");
  }

  @Test
  void anImageWhoseMachinesAreNotHealthyIsRevertedAndSoIsItsChannel() throws IOException {
    assertThat(world.image("broken-v2").run(UP)).isInstanceOf(Reverted.class);
    world.settledAs("v1");
    assertThat(world.promoted()).isEqualTo("web:v1");
  }

  @Test
  void anImageThatFailsItsBootTestReachesNoMachine() throws IOException {
    ReleaseResult result = world.image("unbootable-v2").run(UP);
    assertThat(result).isInstanceOf(Failed.class);
    assertThat(((Failed) result).stage()).isEqualTo(ReleaseStage.PROMOTE);
    world.settledAs("v1");
    assertThat(world.promoted()).isEqualTo("web:v1");
    assertThat(world.outcomes()).containsExactly("verified");
  }

  @Test
  void aRollbackDeploysTheImageOfThen() throws IOException {
    assertThat(world.image("v2").run(UP)).isInstanceOf(Verified.class);
    assertThat(world.run(new ReleaseRequest.Rollback(OptionalLong.empty(), List.of())))
        .isInstanceOf(Verified.class);
    world.settledAs("v1");
    assertThat(world.promoted()).isEqualTo("web:v1");
  }

  @Test
  void downLeavesTheImages() {
    assertThat(world.run(new ReleaseRequest.Down(List.of()))).isInstanceOf(Verified.class);
    assertThat(world.cloud().objects()).isEmpty();
    assertThat(world.promoted()).isEqualTo("web:v1");
    assertThat(world.run(UP)).isInstanceOf(Verified.class);
    world.settledAs("v1");
  }

  @Test
  void whereverItIsKilledTheSameRequestBringsItToItsEnd() throws IOException {
    World changed = world.image("v2");
    int kills = 0;
    for (boolean died = true; died; kills++) {
      Run first = process(changed.copy(), UP, kills + 1);
      died = first.result().isEmpty();
      ReleaseResult result = died ? ended(process(first.left(), UP, ALL)) : ended(first);
      assertThat(result)
          .as("after a kill at event %d", kills + 1)
          .isInstanceOfAny(Verified.class, Unchanged.class);
      first.left().settledAs("v2");
      assertThat(first.left().promoted()).isEqualTo("web:v2");
    }
    assertThat(kills).as("events").isGreaterThan(40);
  }

  @Test
  void whereverABrokenImageIsKilledTheSameRequestRevertsIt() throws IOException {
    World changed = world.image("broken-v2");
    int kills = 0;
    for (boolean died = true; died; kills++) {
      Run first = process(changed.copy(), UP, kills + 1);
      died = first.result().isEmpty();
      ReleaseResult result = died ? ended(process(first.left(), UP, ALL)) : ended(first);
      assertThat(result).as("after a kill at event %d", kills + 1).isInstanceOf(Reverted.class);
      first.left().settledAs("v1");
      assertThat(first.left().promoted()).isEqualTo("web:v1");
    }
    assertThat(kills).as("events").isGreaterThan(20);
  }

  @Test
  void wheneverItIsInterruptedEverythingIsAsItWasOrDone() throws IOException {
    World changed = world.image("v2");
    boolean interrupted = true;
    for (int at = 1; interrupted; at++) {
      World copy = changed.copy();
      Cancellation cancellation = new Cancellation();
      AtomicInteger left = new AtomicInteger(at);
      ReleaseResult result =
          copy.run(
              UP,
              event -> {
                if (left.decrementAndGet() == 0) {
                  cancellation.cancel();
                }
              },
              cancellation);
      interrupted = left.get() <= 0;
      assertThat(result)
          .as("interrupted at event %d", at)
          .isInstanceOfAny(Verified.class, Reverted.class, Interrupted.class);
      if (result instanceof Reverted) {
        copy.settledAs("v1");
        assertThat(copy.promoted()).as("interrupted at event %d", at).isEqualTo("web:v1");
      }
      assertThat(copy.run(UP).isSuccess()).as("interrupted at event %d", at).isTrue();
      copy.settledAs("v2");
    }
  }
}
