package dev.ingot.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.address.InstanceAddress;
import dev.ingot.release.ReleaseRequest.Replace;
import dev.ingot.release.ReleaseRequest.Replace.Images;
import dev.ingot.release.ReleaseResult.Failed;
import dev.ingot.release.ReleaseResult.Reverted;
import dev.ingot.release.ReleaseResult.Verified;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines of a release that runs are replaced, whatever the folder describes by now. */
final class ReplaceTest {
  @TempDir(factory = Memory.class)
  Path temporary;

  private World world = World.NOWHERE;

  @BeforeEach
  void deployTwoVersions() throws IOException {
    world = World.in(temporary);
    assertThat(world.run(World.up("image=v1"))).isInstanceOf(Verified.class);
    assertThat(world.run(World.up("image=v2"))).isInstanceOf(Verified.class);
  }

  private static Replace replace(Images images, String... machines) {
    return new Replace(
        Stream.of(machines).map(InstanceAddress::parse).toList(), images, List.of(), "repair");
  }

  @Test
  void onlyTheNamedMachineIsReplaced() {
    Map<String, String> before = world.machines();
    assertThat(world.run(replace(Images.OF_RELEASE, "fake_keyed.machine[1]")))
        .isInstanceOf(Verified.class);
    world.settledAs("v2");
    Map<String, String> after = world.machines();
    assertThat(after.get("machine-0")).isEqualTo(before.get("machine-0"));
    assertThat(after.get("machine-1")).isNotEqualTo(before.get("machine-1"));
    assertThat(after.get("machine-2")).isEqualTo(before.get("machine-2"));
  }

  @Test
  void whatTheFolderDescribesByNowIsNotDeployed() throws IOException {
    world.write("main.tf", Configurations.FLEET.replace("count = 3", "count = 1"));
    assertThat(world.run(replace(Images.OF_RELEASE, "fake_keyed.machine[1]")))
        .isInstanceOf(Verified.class);
    world.settledAs("v2");
  }

  @Test
  void aMissingMachineIsCreatedAgainWithoutBeingNamed() {
    world.cloud().remove(world.machines().getOrDefault("machine-1", ""));
    assertThat(world.run(replace(Images.OF_RELEASE))).isInstanceOf(Verified.class);
    world.settledAs("v2");
  }

  @Test
  void aRollbackAfterwardsReturnsToTheReleaseBeforeTheReplacedOne() {
    assertThat(world.run(replace(Images.OF_RELEASE, "fake_keyed.machine[1]")))
        .isInstanceOf(Verified.class);
    assertThat(world.run(replace(Images.OF_RELEASE, "fake_keyed.machine[2]")))
        .isInstanceOf(Verified.class);
    assertThat(world.run(new ReleaseRequest.Rollback(OptionalLong.empty(), List.of())))
        .isInstanceOf(Verified.class);
    world.settledAs("v1");
  }

  @Test
  void aMachineThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> world.run(replace(Images.OF_RELEASE, "fake_keyed.machine[7]")))
        .hasMessageContaining("there is no fake_keyed.machine[7] in the state");
    world.settledAs("v2");
  }

  @Test
  void nothingIsReplacedAfterDown() {
    assertThat(world.run(new ReleaseRequest.Down(World.inputs("image=v2"))))
        .isInstanceOf(Verified.class);
    assertThat(world.run(replace(Images.OF_RELEASE))).isInstanceOf(Failed.class);
  }

  @Test
  void aNewMachineThatUsersDoNotReachIsTakenBack() {
    Map<String, String> before = world.machines();
    world.cutOff();
    assertThat(world.run(replace(Images.OF_RELEASE, "fake_keyed.machine[1]")))
        .isInstanceOf(Reverted.class);
    assertThat(world.machines()).isEqualTo(before);
    world.settledAs("v2");
  }

  @Test
  void whereverTheProcessIsKilledTheSameRequestFinishesIt() {
    Replace request = replace(Images.OF_RELEASE, "fake_keyed.machine[0]", "fake_keyed.machine[2]");
    boolean killed = true;
    for (int at = 1; killed; at++) {
      Processes.Run first = Processes.process(world.copy(), request, at);
      killed = first.struck();
      Processes.Run second = Processes.process(first.left(), request, Processes.ALL);
      assertThat(second.result().orElseThrow().isSuccess()).as("killed at event %d", at).isTrue();
      second.left().settledAs("v2");
    }
  }
}
