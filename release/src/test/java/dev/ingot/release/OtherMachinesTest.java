package dev.ingot.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.BeginRequest;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.Build;
import dev.ingot.registry.catalog.Claim;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.release.ReleaseResult.Failed;
import dev.ingot.release.ReleaseResult.Reverted;
import dev.ingot.release.ReleaseResult.Verified;
import dev.ingot.rollout.core.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rollouts of what is no machine of a platform, checks of a release, and settings that can't work.
 */
final class OtherMachinesTest {
  private static final String GROUP =
      """
      resource "fake_thing" "group" {
        name = "group"
        size = 80
        tags = { image = var.image }
      }
      """;

  private static final String DELEGATED =
      """
      rollout "group" {
        target = fake_thing.group
        delegated {
          ready    = self.tags.image != "bad" && (self.tags.image == "v1" || self.note == "ready")
          deadline = "5m"
        }
      }
      """;

  @TempDir(factory = Memory.class)
  Path temporary;

  private World world = World.NOWHERE;
  private final List<ReleaseEvent> events = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void create() throws IOException {
    world = World.in(temporary);
  }

  private ReleaseResult run(String... assignments) {
    events.clear();
    return world.run(World.up(assignments), events::add, new Cancellation());
  }

  private List<Diagnostic> diagnostics() {
    return events.stream()
        .filter(ReleaseEvent.Diagnosed.class::isInstance)
        .flatMap(event -> ((ReleaseEvent.Diagnosed) event).diagnostics().stream())
        .toList();
  }

  private void changeGroup(String note) {
    world.cloud().objects().entrySet().stream()
        .filter(each -> CloudFleet.text(each.getValue(), "name").equals("group"))
        .forEach(
            each -> {
              Map<String, Value> changed =
                  new TreeMap<>(Values.entries(each.getValue()).orElseThrow());
              changed.put("note", Value.of(note));
              world.cloud().put(each.getKey(), Values.object(changed));
            });
  }

  private String group() {
    return world.cloud().objects().values().stream()
        .filter(object -> CloudFleet.text(object, "name").equals("group"))
        .map(object -> Values.attribute(object, "tags").orElseThrow())
        .map(tags -> Values.entries(tags).orElseThrow().get("image"))
        .map(image -> Values.text(image).orElse(""))
        .findFirst()
        .orElse("none");
  }

  @Test
  void aDelegatedGroupIsChangedInPlaceAndWaitedForByRefreshing() throws IOException {
    world.write("group.tf", GROUP).write("group.ingot.hcl", DELEGATED);
    assertThat(run("image=v1")).isInstanceOf(Verified.class);
    int[] probes = {0};
    ReleaseResult result =
        world.run(
            World.up("image=v2"),
            event -> {
              if (event instanceof ReleaseEvent.RolloutStepped(String name, var step, var _, var _)
                  && name.equals("group")
                  && step instanceof Event.Probed
                  && ++probes[0] == 5) {
                changeGroup("ready");
              }
            },
            new Cancellation());
    assertThat(result).isInstanceOf(Verified.class);
    assertThat(probes[0]).as("it was asked until it was ready").isGreaterThanOrEqualTo(5);
    assertThat(group()).isEqualTo("v2");
  }

  @Test
  void thePlanSaysWhichImageOfACloudReplacesWhich() throws IOException {
    world.write(
        "group.tf",
        """
        resource "fake_thing" "group" {
          name = var.image == "v1" ? "ami-1" : "ami-2"
        }
        """);
    try (Registry registry = world.registry()) {
      for (String id : List.of("ami-1", "ami-2")) {
        Claim claim =
            ((BeginResult.Claimed) registry.begin(BeginRequest.of("web", id, "ada", "ada:1")))
                .claim();
        registry.recordBuild(
            claim,
            new Build(
                "a.web", "aws", Optional.empty(), id, "eu-1", "ami-0", Map.of(), Instant.EPOCH));
        registry.complete(claim, "ada", Completion.elsewhere());
      }
    }
    ReleaseResult _ = run("image=v1");
    ReleaseResult _ = run("image=v2");
    assertThat(events)
        .filteredOn(ReleaseEvent.Planned.class::isInstance)
        .flatExtracting(event -> ((ReleaseEvent.Planned) event).images())
        .contains(new ReleaseEvent.ImageChange("web", Optional.of("v1 (ami-1)"), "v2 (ami-2)"));
  }

  @Test
  void aDelegatedGroupThatDoesNotBecomeReadyIsChangedBack() throws IOException {
    world.write("group.tf", GROUP).write("group.ingot.hcl", DELEGATED);
    assertThat(run("image=v1")).isInstanceOf(Verified.class);
    assertThat(run("image=bad"))
        .isInstanceOfSatisfying(
            Reverted.class,
            reverted ->
                assertThat(reverted.reason())
                    .isEqualTo(
                        "fake_thing.group was not healthy within 5m: condition answered: false"));
    assertThat(group()).isEqualTo("v1");
    assertThat(world.outcomes()).containsExactly("verified", "reverted", "verified");
  }

  @Test
  void lastWordsAreWhatTheSettingsSay() throws IOException {
    world.write(
        "web.ingot.hcl",
        Configurations.ROLLOUT.replace(
            "min_healthy_time",
            "last_words {\n value = \"console of ${self.name}\"\n }\n min_healthy_time"));
    assertThat(run("image=v1")).isInstanceOf(Verified.class);
    assertThat(run("image=v2", "broken=0")).isInstanceOf(Reverted.class);
    assertThat(events)
        .filteredOn(ReleaseEvent.LastWords.class::isInstance)
        .extracting(event -> ((ReleaseEvent.LastWords) event).log())
        .containsExactly("console of machine-0");
  }

  @Test
  void aReleaseWhoseChecksFailIsTakenBackWhileOldMachinesExist() throws IOException {
    world
        .write(
            "web.ingot.hcl",
            Configurations.ROLLOUT.replace(
                "min_healthy_time",
                "strategy = \"blue_green\"\n bake_time = \"1m\"\n min_healthy_time"))
        .write("verify.ingot.hcl", "verify \"condition\" {\n condition = output.ok\n}\n")
        .write("ok.tf", "output \"ok\" {\n value = fake_keyed.machine[0].kind != \"v2\"\n}\n");
    assertThat(run("image=v1")).isInstanceOf(Verified.class);
    Map<String, String> machines = world.machines();
    assertThat(run("image=v2"))
        .isEqualTo(
            new Reverted("the release was not healthy within 2m: condition answered: false"));
    world.settledAs("v1");
    assertThat(world.machines()).as("the same machines").isEqualTo(machines);
    assertThat(run("image=v3")).isInstanceOf(Verified.class);
  }

  private void refused(String settings, String summary, String detail) throws IOException {
    world.write("web.ingot.hcl", settings);
    ReleaseResult result = run("image=v1");
    assertThat(result).as(settings).isInstanceOf(Failed.class);
    assertThat(world.cloud().objects()).as("nothing is there").isEmpty();
    assertThat(diagnostics())
        .filteredOn(Diagnostic::isError)
        .anySatisfy(
            error -> {
              assertThat(error.summary()).isEqualTo(summary);
              assertThat(error.detail()).contains(detail);
              assertThat(error.subject()).as("a place").isPresent();
            });
  }

  @Test
  void settingsThatCanNotWorkAreRefusedBeforeAnythingChanges() throws IOException {
    refused(
        Configurations.ROLLOUT.replace("fake_keyed.machine", "fake_keyed.machines"),
        "Rollout target does not exist",
        "Its resources are: fake_keyed.machine, fake_thing.balancer.");
    refused(
        Configurations.ROLLOUT.replace("fake_keyed.machine", "module.web.fake_keyed.machine"),
        "Rollout target does not exist",
        "has no module \"web\"");
    refused(
        Configurations.ROLLOUT.replace(
            "health_check \"tcp\" {\n    port = 1",
            "health_check \"condition\" {\n    condition = self.stats == \"ok\""),
        "Unsupported attribute",
        "stats");
    refused(
        Configurations.ROLLOUT + "verify \"http\" {\n url = output.nowhere\n}\n",
        "Unsupported attribute",
        "nowhere");
  }

  @Test
  void aCheckThatNoMachinePassesTodayIsSaid() throws IOException {
    world.write("two.tf", "");
    assertThat(run("image=v1")).isInstanceOf(Verified.class);
    world.write(
        "web.ingot.hcl",
        Configurations.ROLLOUT
            + "rollout \"b\" {\n target = fake_thing.balancer\n min_healthy_time = \"1s\"\n"
            + " healthy_deadline = \"5s\"\n auto_revert = false\n"
            + " health_check \"tcp\" {\n host = \"nowhere.invalid\"\n port = 9\n }\n}\n");
    world.write("main.tf", Configurations.FLEET.replace("size = ", "kind = var.image\n size = "));
    ReleaseResult _ = run("image=v1");
    assertThat(diagnostics())
        .anySatisfy(
            warning -> {
              assertThat(warning.summary()).isEqualTo("No machine passes a health check today");
              assertThat(warning.detail()).contains("nowhere.invalid");
            });
  }

  @Test
  void machinesOfAModuleAreReplacedInWaves() throws IOException {
    java.nio.file.Path module =
        java.nio.file.Files.createDirectories(temporary.resolve("stack/web"));
    java.nio.file.Files.writeString(
        module.resolve("main.tf"),
        """
        terraform {
          required_providers {
            fake = { source = "example.org/test/fake" }
          }
        }
        variable "image" {}
        resource "fake_keyed" "this" {
          for_each = toset(["a", "b"])
          name     = each.key
          kind     = var.image
        }
        """);
    java.nio.file.Path data =
        java.nio.file.Files.createDirectories(temporary.resolve("stack/.terraform/modules"));
    java.nio.file.Files.writeString(
        data.resolve("modules.json"),
        "{\"Modules\":[{\"Key\":\"\",\"Source\":\"\",\"Dir\":\".\"},"
            + "{\"Key\":\"web\",\"Source\":\"./web\",\"Dir\":\"web\"}]}");
    world
        .write(
            "module.tf",
            "module \"web\" {\n source = \"./web\"\n count = 2\n image = var.image\n}\n")
        .write(
            "module.ingot.hcl",
            "rollout \"modules\" {\n target = module.web.fake_keyed.this\n"
                + " min_healthy_time = \"1s\"\n}\n");
    assertThat(run("image=v1")).isInstanceOf(Verified.class);
    assertThat(run("image=v2")).isInstanceOf(Verified.class);
    assertThat(
            events.stream()
                .filter(
                    event ->
                        event instanceof ReleaseEvent.RolloutDoing(String name, var effect, var _)
                            && name.equals("modules")
                            && effect instanceof dev.ingot.rollout.core.Effect.Create))
        .as("waves of one, in both instances of the module")
        .hasSize(4);
  }

  @Test
  void aRollbackToAnImageThatWasRevokedIsRefused() throws IOException {
    World baking = World.baking(java.nio.file.Files.createDirectory(temporary.resolve("baking")));
    assertThat(baking.run(World.up())).isInstanceOf(Verified.class);
    assertThat(baking.image("v2").run(World.up())).isInstanceOf(Verified.class);
    baking.revoke(1, "a hole");
    assertThat(baking.run(new ReleaseRequest.Rollback(OptionalLong.empty(), List.of())))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.reason()).contains("was revoked: a hole", "web:v1"));
    baking.servesAs("v2");
  }
}
