package dev.ingot.release;

import static dev.ingot.release.Processes.ALL;
import static dev.ingot.release.Processes.ended;
import static dev.ingot.release.Processes.process;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.graph.Cancellation;
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
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups that replace their own members, as instance groups of clouds do. */
final class DelegatedGroupTest {
  private static final String GROUPS =
      """
      variable "group" {
        default = "v1"
      }

      resource "fake_thing" "group" {
        for_each = toset(["east", "west"])
        name     = "group-${each.key}"
        size     = 80
        tags     = { image = var.group }
      }

      resource "fake_thing" "single" {
        name = "group-single"
        size = 80
        tags = { image = var.group }
      }

      resource "fake_thing" "behind" {
        name = "behind"
        size = 80
        tags = { group = fake_thing.group["east"].tags.image }
      }
      """;

  private static final String ROLLOUT =
      """
      rollout "groups" {
        targets = [fake_thing.group, fake_thing.single]
        delegated {
          ready    = self.tags.image != "bad"
          deadline = "2m"
        }
      }
      """;

  @TempDir(factory = Memory.class)
  Path temporary;

  private World world = World.NOWHERE;

  @BeforeEach
  void deploy() throws IOException {
    world = World.in(temporary);
    world.write("groups.tf", GROUPS).write("groups.ingot.hcl", ROLLOUT);
    assertThat(world.run(up("v1"))).isInstanceOf(Verified.class);
  }

  private static ReleaseRequest up(String group) {
    return World.up("image=v1", "group=" + group);
  }

  private static Map<String, String> images(World world) {
    Map<String, String> images = new TreeMap<>();
    world.cloud().objects().values().stream()
        .filter(object -> CloudFleet.text(object, "name").startsWith("group"))
        .forEach(
            object -> images.put(CloudFleet.text(object, "name"), CloudFleet.tag(object, "image")));
    return images;
  }

  private static void settledAs(World world, String image) {
    assertThat(images(world))
        .hasSize(3)
        .containsOnlyKeys("group-east", "group-single", "group-west");
    assertThat(images(world).values()).containsOnly(image);
    assertThat(world.cloud().objects()).as("what is there").hasSize(8);
    assertThat(world.outcomes()).as("releases").doesNotContain("running");
  }

  @Test
  void groupsAreChangedTogetherAndWhatDependsOnThemFollows() {
    List<String> before = List.copyOf(world.cloud().objects().keySet());
    List<String> effects = Collections.synchronizedList(new ArrayList<>());
    assertThat(
            world.run(
                up("v2"),
                event -> {
                  if (event instanceof ReleaseEvent.RolloutDoing(String name, var effect, var _)
                      && effect.isDurable()) {
                    effects.add(name + " " + effect.getClass().getSimpleName());
                  }
                },
                new Cancellation()))
        .isInstanceOf(Verified.class);
    assertThat(effects)
        .containsExactly("groups Create", "groups Move", "groups Retire", "groups Finish");
    settledAs(world, "v2");
    assertThat(world.cloud().objects().keySet())
        .as("the same objects")
        .containsExactlyElementsOf(before);
  }

  @Test
  void whereverAChangeIsKilledTheSameRequestBringsItToItsEnd() {
    boolean died = true;
    int kills = 0;
    for (; died; kills++) {
      Run first = process(world.copy(), up("v2"), kills + 1);
      died = first.result().isEmpty();
      ReleaseResult result = died ? ended(process(first.left(), up("v2"), ALL)) : ended(first);
      assertThat(result)
          .as("after a kill at event %d", kills + 1)
          .isInstanceOfAny(Verified.class, Unchanged.class);
      settledAs(first.left(), "v2");
    }
    assertThat(kills).as("events").isGreaterThan(10);
  }

  @Test
  void whereverAChangeThatDoesNotBecomeReadyIsKilledTheSameRequestTakesItBack() {
    boolean died = true;
    for (int kill = 1; died; kill++) {
      Run first = process(world.copy(), up("bad"), kill);
      died = first.result().isEmpty();
      ReleaseResult result = died ? ended(process(first.left(), up("bad"), ALL)) : ended(first);
      assertThat(result).as("after a kill at event %d", kill).isInstanceOf(Reverted.class);
      settledAs(first.left(), "v1");
    }
  }

  @Test
  void whereverAChangeIsKilledAnotherChangeBringsItselfToItsEnd() {
    boolean died = true;
    for (int kill = 1; died; kill++) {
      Run first = process(world.copy(), up("bad"), kill);
      died = first.result().isEmpty();
      assertThat(ended(process(first.left(), up("v3"), ALL)))
          .as("after a kill at event %d", kill)
          .isInstanceOf(Verified.class);
      settledAs(first.left(), "v3");
    }
  }

  @Test
  void aGroupThatFailsToChangeIsTakenBack() throws IOException {
    world.write(
        "groups.tf",
        GROUPS.replace(
            "tags     =", "fail = var.group == \"v2\" ? \"update\" : null\n tags     ="));
    assertThat(world.run(up("v2")))
        .isInstanceOfSatisfying(
            Reverted.class,
            reverted -> assertThat(reverted.reason()).contains("Failure on demand"));
    settledAs(world, "v1");
  }

  @Test
  void machinesAndGroupsOfOneReleaseGoOneAfterTheOther() {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    assertThat(
            world.run(
                World.up("image=v2", "group=v2"),
                event -> {
                  if (event
                      instanceof ReleaseEvent.RolloutDoing(String name, Effect.Create _, var _)) {
                    order.add(name);
                  }
                },
                new Cancellation()))
        .isInstanceOf(Verified.class);
    assertThat(order).containsExactly("groups", "web", "web", "web");
    assertThat(world.served().values()).containsOnly("v2");
    settledAs(world, "v2");
  }
}
