package dev.ingot.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.graph.Cancellation;
import dev.ingot.release.ReleaseResult.Reverted;
import dev.ingot.release.ReleaseResult.Verified;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users see decides whether a release is verified. */
final class VerifyTest {
  private static final String LIMITS =
      """
      verify "balancer" {
        max_error_rate = "1%"
        max_latency    = "250ms"
        window         = "10s"
      }
      """;

  @TempDir(factory = Memory.class)
  Path temporary;

  private World world = World.NOWHERE;
  private final List<ReleaseEvent> events = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void create() throws IOException {
    world = World.in(temporary);
    world
        .write(
            "web.ingot.hcl",
            Configurations.ROLLOUT.replace(
                "min_healthy_time",
                "strategy = \"blue_green\"\n bake_time = \"1m\"\n min_healthy_time"))
        .write("verify.ingot.hcl", LIMITS);
  }

  private ReleaseResult run(String... assignments) {
    events.clear();
    return world.run(World.up(assignments), events::add, new Cancellation());
  }

  private void takenBack(String image, String evidence) {
    assertThat(run("image=v1")).isInstanceOf(Verified.class);
    Map<String, String> machines = world.machines();
    assertThat(run("image=" + image))
        .isInstanceOfSatisfying(
            Reverted.class, reverted -> assertThat(reverted.reason()).contains(evidence));
    world.settledAs("v1");
    assertThat(world.machines()).as("the same machines").isEqualTo(machines);
    assertThat(run("image=v3")).isInstanceOf(Verified.class);
  }

  @Test
  void aReleaseWhoseUsersGetErrorsIsTakenBackWhileOldMachinesExist() {
    takenBack("erring", "50% of 300 requests failed, at most 1% may");
  }

  @Test
  void aReleaseWhoseAnswersTakeTooLongIsTakenBack() {
    takenBack("slow", "99% of the answers took up to");
  }

  @Test
  void aReleaseThatNobodyUsesIsNotKnownToBeGood() {
    takenBack("idle", "0 requests, fewer than min_requests = 10");
  }

  @Test
  void errorsOfMachinesThatAreGoneAreNotThoseOfTheRelease() throws IOException {
    world.write("verify.ingot.hcl", "");
    assertThat(run("image=erring")).isInstanceOf(Verified.class);
    world.write("verify.ingot.hcl", LIMITS);
    assertThat(run("image=v2")).isInstanceOf(Verified.class);
  }

  @Test
  void aReleaseThatNoBalancerReachesIsTakenBackWhileOldMachinesExist() {
    assertThat(run("image=v1")).isInstanceOf(Verified.class);
    Map<String, String> machines = world.machines();
    world.cutOff();
    assertThat(run("image=v2"))
        .isInstanceOfSatisfying(
            Reverted.class,
            reverted -> assertThat(reverted.reason()).contains("connection refused"));
    world.settledAs("v1");
    assertThat(world.machines()).as("the same machines").isEqualTo(machines);
  }
}
