package dev.ingot.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.ingot.graph.Cancellation;
import dev.ingot.release.ReleaseResult.Reverted;
import dev.ingot.release.ReleaseResult.Unchanged;
import dev.ingot.release.ReleaseResult.Verified;
import dev.ingot.rollout.core.Effect;
import dev.ingot.state.StateLockedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of a stack, and what comes of it. */
final class StackTest {
  @TempDir(factory = Memory.class)
  Path temporary;

  private World world;

  @BeforeEach
  void deployTheFirstVersion() throws IOException {
    world = World.in(temporary);
    assertThat(world.run(World.up("image=v1"))).isInstanceOf(Verified.class);
  }

  @Test
  void theFirstVersionServes() {
    world.settledAs("v1");
    assertThat(world.outcomes()).containsExactly("verified");
  }

  @Test
  void whatIsUnchangedIsLeftAlone() {
    assertThat(world.run(World.up("image=v1"))).isInstanceOf(Unchanged.class);
    world.settledAs("v1");
    assertThat(world.outcomes()).containsExactly("verified");
  }

  @Test
  void aChangeReplacesMachinesInWaves() {
    List<ReleaseEvent> events = Collections.synchronizedList(new ArrayList<>());
    assertThat(world.run(World.up("image=v2"), events::add, new Cancellation()))
        .isInstanceOf(Verified.class);
    world.settledAs("v2");
    assertThat(
            events.stream()
                .filter(
                    event ->
                        event instanceof ReleaseEvent.RolloutDoing doing
                            && doing.effect() instanceof Effect.Create))
        .hasSize(3);
  }

  @Test
  void aBrokenFirstMachineIsTakenBackAndItsLastWordsAreTold() {
    Map<String, String> machines = world.machines();
    List<ReleaseEvent> events = Collections.synchronizedList(new ArrayList<>());
    ReleaseResult result =
        world.run(World.up("image=v2", "broken=0"), events::add, new Cancellation());
    assertThat(result).isEqualTo(new Reverted("fake_keyed.machine[0]: the machine is broken-v2"));
    world.settledAs("v1");
    assertThat(events)
        .filteredOn(ReleaseEvent.LastWords.class::isInstance)
        .extracting(event -> ((ReleaseEvent.LastWords) event).log())
        .containsExactly("I am broken-v2");
    assertThat(world.outcomes()).containsExactly("reverted", "verified");
    assertThat(world.machines()).isEqualTo(machines);
  }

  @Test
  void aBrokenLaterMachineBringsTheLastVerifiedReleaseBack() {
    ReleaseResult result = world.run(World.up("image=v2", "broken=2"));
    assertThat(result).as("%s", result).isInstanceOf(Reverted.class);
    world.settledAs("v1");
    assertThat(world.outcomes()).containsExactly("verified", "reverted", "verified");
  }

  @Test
  void whatChangedBesideABrokenFirstWaveIsTakenBackWithoutReplacingAMachine() {
    Map<String, String> machines = world.machines();
    assertThat(world.run(World.up("image=v2", "broken=0", "port=81")))
        .isEqualTo(new Reverted("fake_keyed.machine[0]: the machine is broken-v2"));
    world.settledAs("v1");
    assertThat(world.outcomes()).containsExactly("verified", "reverted", "verified");
    assertThat(world.machines()).isEqualTo(machines);
  }

  @Test
  void aRollbackReturnsToTheVerifiedReleaseBefore() {
    assertThat(world.run(World.up("image=v2"))).isInstanceOf(Verified.class);
    assertThat(world.run(new ReleaseRequest.Rollback(OptionalLong.empty(), List.of())))
        .isInstanceOf(Verified.class);
    world.settledAs("v1");
  }

  @Test
  void downDestroysEverythingAndKeepsTheRecord() {
    assertThat(world.run(new ReleaseRequest.Down(World.inputs("image=v1"))))
        .isInstanceOf(Verified.class);
    assertThat(world.cloud().objects()).isEmpty();
    assertThat(world.outcomes()).containsExactly("verified", "verified");
  }

  @Test
  void aPlanWithErrorsChangesNothing() throws IOException {
    world.write(
        "main.tf", Configurations.FLEET.replace("kind  = ", "fail  = \"plan\"\n  kind  = "));
    assertThat(world.run(World.up("image=v2")))
        .isEqualTo(new ReleaseResult.Failed(ReleaseStage.DEPLOY, "the plan has errors"));
    world.settledAs("v1");
  }

  @Test
  void machinesThatUsersDontReachAreTakenBackHoweverHealthyTheyAre() {
    assertThat(world.run(World.up("image=v2", "port=81")))
        .isEqualTo(new Reverted("balancer answered: connection refused"));
    world.settledAs("v1");
  }

  @Test
  void aReleaseThatUsersDoNotReachIsReverted() {
    ReleaseResult result = world.run(World.up("image=v2", "port=81"));
    assertThat(result).isInstanceOf(Reverted.class);
    assertThat(world.run(World.up("image=v1"))).isInstanceOf(Unchanged.class);
    assertThat(world.run(World.up("image=v1", "port=81"))).isInstanceOf(Reverted.class);
    world.settledAs("v1");
    assertThat(world.run(World.up("image=v1"))).isInstanceOf(Unchanged.class);
  }

  @Test
  void aDeploymentWithoutARolloutIsNotDoneBeforeUsersReachIt() throws IOException {
    world.write("web.ingot.hcl", "");
    List<ReleaseEvent> events = Collections.synchronizedList(new ArrayList<>());
    ReleaseResult result =
        world.run(World.up("image=v1", "port=81"), events::add, new Cancellation());
    assertThat(result).isInstanceOf(ReleaseResult.Failed.class);
    assertThat(result.reason())
        .startsWith(
            "all is deployed, but users don't reach it: balancer answered: connection refused.");
    assertThat(events)
        .contains(new ReleaseEvent.Unreached("balancer answered: connection refused"));
    assertThat(world.outcomes()).containsExactly("failed", "verified");
    assertThat(world.run(World.up("image=v1"))).isInstanceOf(Verified.class);
    world.settledAs("v1");
  }

  @Test
  void whatIsUnchangedIsNotDoneEitherWhereUsersDoNotReachIt() {
    world.cutOff();
    assertThat(world.run(World.up("image=v1"))).isInstanceOf(ReleaseResult.Failed.class);
    assertThat(world.outcomes()).as("nothing was deployed").containsExactly("verified");
  }

  @Test
  void anInterruptEndsTheWaitForUsers() {
    Cancellation cancellation = new Cancellation();
    ReleaseResult result =
        world.run(
            World.up("image=v1", "port=81"),
            event -> {
              if (event instanceof ReleaseEvent.Unreached) {
                cancellation.cancel();
              }
            },
            cancellation);
    assertThat(result).isInstanceOf(ReleaseResult.Interrupted.class);
    assertThat(world.outcomes()).containsExactly("failed", "verified");
  }

  @Test
  void aSecondReleaseIsRefusedBeforeItDoesAnything() {
    List<ReleaseEvent> told = Collections.synchronizedList(new ArrayList<>());
    List<Object> refused = new ArrayList<>();
    world.run(
        World.up("image=v2"),
        event -> {
          if (event instanceof ReleaseEvent.StageEnded(ReleaseStage stage)
              && stage == ReleaseStage.BAKE) {
            try {
              world.run(World.up("image=v3"), told::add, new Cancellation());
            } catch (StateLockedException e) {
              refused.add(e);
            }
          }
        },
        new Cancellation());
    assertThat(refused).hasSize(1);
    assertThat(told)
        .noneMatch(
            event -> !(event instanceof ReleaseEvent.Diagnosed(var found) && found.isEmpty()));
    world.settledAs("v2");
  }

  @Test
  void wheneverItIsInterruptedEverythingIsAsItWasOrDone() {
    boolean interrupted = true;
    for (int at = 1; interrupted; at++) {
      World copy = world.copy();
      Cancellation cancellation = new Cancellation();
      AtomicInteger left = new AtomicInteger(at);
      ReleaseResult result =
          copy.run(
              World.up("image=v2"),
              event -> {
                if (left.decrementAndGet() == 0) {
                  cancellation.cancel();
                }
              },
              cancellation);
      interrupted = left.get() <= 0;
      switch (result) {
        case Verified _ -> copy.settledAs("v2");
        case Reverted _ -> copy.settledAs("v1");
        case ReleaseResult.Interrupted _ -> {
          // Interrupted before a rollout or after one, never within: that one is taken back.
          assertThat(Set.copyOf(copy.served().values())).as("at event %d", at).hasSize(1);
          assertThat(copy.run(World.up("image=v2")).isSuccess()).as("at event %d", at).isTrue();
          copy.settledAs("v2");
        }
        case Unchanged _, ReleaseResult.Paused _, ReleaseResult.Waiting _, ReleaseResult.Failed _ ->
            fail("interrupted at event " + at + ": " + result);
      }
    }
  }
}
