package dev.ingot.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.graph.Cancellation;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.release.ReleaseResult.Reverted;
import dev.ingot.release.ReleaseResult.Verified;
import dev.ingot.rollout.core.Effect;
import dev.ingot.rollout.core.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which machines form a rollout, what moves with each of them, and what a failed one leaves. */
final class SlicesTest {
  @TempDir(factory = Memory.class)
  Path temporary;

  private World world = World.NOWHERE;
  private final List<ReleaseEvent> events = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void create() throws IOException {
    world = World.in(temporary);
  }

  private ReleaseResult run(String... assignments) {
    return run(_ -> {}, assignments);
  }

  private ReleaseResult run(Consumer<ReleaseEvent> also, String... assignments) {
    events.clear();
    return world.run(
        World.up(assignments),
        event -> {
          events.add(event);
          also.accept(event);
        },
        new Cancellation());
  }

  /** The names of the machines of each wave that creates some, in order. */
  private List<List<String>> created(String rollout) {
    return events.stream()
        .filter(
            event ->
                event instanceof ReleaseEvent.RolloutDoing(String name, var effect, var _)
                    && name.equals(rollout)
                    && effect instanceof Effect.Create)
        .map(event -> ((Effect.Create) ((ReleaseEvent.RolloutDoing) event).effect()).slices())
        .map(slices -> slices.stream().map(Slice::address).map(Object::toString).toList())
        .toList();
  }

  /** The newest object of each name. */
  private Map<String, Value> objects(String prefix) {
    Map<String, Value> found = new TreeMap<>();
    world.cloud().objects().entrySet().stream()
        .sorted(Comparator.comparingInt(each -> Integer.parseInt(each.getKey().split("-")[1])))
        .map(Map.Entry::getValue)
        .filter(object -> CloudFleet.text(object, "name").startsWith(prefix))
        .forEach(object -> found.put(CloudFleet.text(object, "name"), object));
    return found;
  }

  private String kind(String id) {
    return world.cloud().find(id).map(object -> CloudFleet.text(object, "kind")).orElse("gone");
  }

  @Test
  void theMachinesOfSeveralResourcesGoInTheSameWaves() throws IOException {
    world
        .write(
            "more.tf",
            """
            resource "fake_keyed" "zone" {
              for_each = toset(["a", "b"])
              name     = "zone-${each.key}"
              kind     = var.image
            }

            resource "fake_keyed" "single" {
              name = "single"
              kind = var.image
            }
            """)
        .write(
            "web.ingot.hcl",
            Configurations.ROLLOUT.replace(
                "target           = fake_keyed.machine",
                "targets = [fake_keyed.machine, fake_keyed.zone, fake_keyed.single]\n"
                    + "  max_surge = 4"));
    assertThat(run("image=v1")).isInstanceOf(Verified.class);
    assertThat(run("image=v2")).isInstanceOf(Verified.class);
    assertThat(created("web"))
        .containsExactly(
            List.of(
                "fake_keyed.machine[0]",
                "fake_keyed.machine[1]",
                "fake_keyed.machine[2]",
                "fake_keyed.single"),
            List.of("fake_keyed.zone[\"a\"]", "fake_keyed.zone[\"b\"]"));
    assertThat(world.cloud().objects()).as("what is there").hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"count = 2", "for_each = toset([\"x\", \"y\"])"})
  void machinesOfModulesWithinModulesAreReplacedAndReverted(String several) throws IOException {
    Path outer = Files.createDirectories(temporary.resolve("stack/outer"));
    Path inner = Files.createDirectories(outer.resolve("inner"));
    Files.writeString(
        outer.resolve("main.tf"),
        "variable \"image\" {}\nmodule \"inner\" {\n source = \"./inner\"\n "
            + several
            + "\n image = var.image\n}\n");
    Files.writeString(
        inner.resolve("main.tf"),
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
    Path data = Files.createDirectories(temporary.resolve("stack/.terraform/modules"));
    Files.writeString(
        data.resolve("modules.json"),
        "{\"Modules\":[{\"Key\":\"\",\"Source\":\"\",\"Dir\":\".\"},"
            + "{\"Key\":\"outer\",\"Source\":\"./outer\",\"Dir\":\"outer\"},"
            + "{\"Key\":\"outer.inner\",\"Source\":\"./inner\",\"Dir\":\"outer/inner\"}]}");
    world
        .write("module.tf", "module \"outer\" {\n source = \"./outer\"\n image = var.image\n}\n")
        .write(
            "module.ingot.hcl",
            "rollout \"deep\" {\n target = module.outer.module.inner.fake_keyed.this\n"
                + " max_surge = 3\n min_healthy_time = \"1s\"\n}\n");
    assertThat(run("image=v1")).isInstanceOf(Verified.class);
    assertThat(run("image=v2")).isInstanceOf(Verified.class);
    assertThat(created("deep")).extracting(List::size).containsExactly(3, 1);
    assertThat(run("image=broken-v3")).isInstanceOf(Reverted.class);
    assertThat(world.cloud().objects().values())
        .extracting(object -> CloudFleet.text(object, "kind"))
        .filteredOn(kind -> !kind.isEmpty())
        .as("what is there")
        .hasSize(7)
        .containsOnly("v2");
  }

  private static final String DEPENDENTS =
      """
      resource "fake_thing" "record" {
        count = 3
        name  = "record-${count.index}"
        size  = 80
        tags  = { machine = fake_keyed.machine[count.index].id }
      }

      resource "fake_thing" "attachment" {
        count = 3
        name  = "attachment-${count.index}"
        size  = 80
        kind  = fake_keyed.machine[count.index].id
      }
      """;

  private List<String> recorded() {
    return objects("record").values().stream()
        .map(record -> kind(CloudFleet.tag(record, "machine")))
        .toList();
  }

  private List<String> attached() {
    return objects("attachment").values().stream()
        .map(attachment -> kind(CloudFleet.text(attachment, "kind")))
        .toList();
  }

  @Test
  void whatDependsOnOneMachineAndWhatDependsOnAllMovesWithItsWave() throws IOException {
    world.write("dependents.tf", DEPENDENTS);
    assertThat(run("image=v1")).isInstanceOf(Verified.class);
    List<List<String>> seen = Collections.synchronizedList(new ArrayList<>());
    ReleaseResult result =
        run(
            event -> {
              if (event instanceof ReleaseEvent.RolloutDoing(String _, Effect.Retire _, var _)) {
                seen.add(recorded());
                seen.add(attached());
                seen.add(List.copyOf(world.served().values()));
              }
            },
            "image=v2");
    assertThat(result).isInstanceOf(Verified.class);
    List<List<String>> expected = new ArrayList<>();
    for (List<String> wave :
        List.of(List.of("v2", "v1", "v1"), List.of("v2", "v2", "v1"), List.of("v2", "v2", "v2"))) {
      expected.addAll(List.of(wave, wave, wave));
    }
    assertThat(seen)
        .as("records, attachments and backends before the old machine of each wave goes")
        .isEqualTo(expected);
    assertThat(world.cloud().objects()).as("what is there").hasSize(10);
  }

  @Test
  void whatMovedWithAWaveMovesBackWithIt() throws IOException {
    world
        .write("dependents.tf", DEPENDENTS)
        .write(
            "web.ingot.hcl",
            Configurations.ROLLOUT.replace(
                "min_healthy_time",
                "strategy = \"canary\"\n step {\n count = 1\n duration = \"1m\"\n }\n"
                    + "min_healthy_time"));
    assertThat(run("image=v1")).isInstanceOf(Verified.class);
    assertThat(run("image=v2", "broken=2")).isInstanceOf(Reverted.class);
    assertThat(recorded()).containsExactly("v1", "v1", "v1");
    assertThat(attached()).containsExactly("v1", "v1", "v1");
    assertThat(world.served().values()).containsExactly("v1", "v1", "v1");
    assertThat(world.cloud().objects()).as("what is there").hasSize(10);
  }

  private List<String> lastWords() {
    return events.stream()
        .filter(ReleaseEvent.LastWords.class::isInstance)
        .map(event -> ((ReleaseEvent.LastWords) event).log())
        .toList();
  }

  private void failingWith(String lastWords) throws IOException {
    world.write(
        "web.ingot.hcl",
        Configurations.ROLLOUT.replace(
            "min_healthy_time", "last_words {\n " + lastWords + "\n }\n min_healthy_time"));
    assertThat(run("image=v1")).isInstanceOf(Verified.class);
  }

  @Test
  void lastWordsAreWhatTheProviderKnowsOnceItHasFailed() throws IOException {
    failingWith("value = \"console: ${self.kind}\"");
    ReleaseResult result =
        run(
            event -> {
              if (event instanceof ReleaseEvent.RolloutDoing(String _, Effect.TakeBack _, var _)) {
                world.cloud().objects().values().stream()
                    .filter(machine -> CloudFleet.text(machine, "kind").startsWith("broken"))
                    .forEach(
                        machine -> {
                          Map<String, Value> changed =
                              new TreeMap<>(Values.entries(machine).orElseThrow());
                          changed.put("kind", Value.of("broken: out of memory"));
                          world.cloud().put(CloudFleet.text(machine, "id"), Values.object(changed));
                        });
              }
            },
            "image=v2",
            "broken=0");
    assertThat(result).isInstanceOf(Reverted.class);
    assertThat(lastWords()).containsExactly("console: broken: out of memory");
  }
}
