package dev.ingot.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.deploy.document.RelevantAttributes;
import dev.ingot.deploy.document.RelevantDrift;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.fake.FakeProvider;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What changed outside, as far as a plan follows from it. */
class RelevantDriftTest {
  private static final String CONFIGURATION =
      """
      resource "fake_thing" "a" {
        name = "a"
        size = 1
        tags = {
          x = "1"
          y = "1"
        }
        lifecycle {
          ignore_changes = all
        }
      }
      resource "fake_thing" "b" {
        name = "b${fake_thing.a.tags["x"]}"
      }
      """;

  private final Workbench bench = new Workbench().fake(CONFIGURATION);

  private static Value tags(String x, String y) {
    return new Value.MapValue(
        Type.STRING, new TreeMap<>(Map.of("x", Value.of(x), "y", Value.of(y))));
  }

  private String id() {
    return bench.cloud.objects().entrySet().stream()
        .filter(
            each ->
                Values.attribute(each.getValue(), "name")
                    .equals(java.util.Optional.of(Value.of("a"))))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private void drift() {
    String id = id();
    TreeMap<String, Value> object =
        new TreeMap<>(Values.entries(bench.cloud.find(id).orElseThrow()).orElseThrow());
    object.put("size", Value.of(7));
    object.put("tags", tags("2", "2"));
    bench.cloud.put(id, new Value.ObjectValue(object));
  }

  @Test
  void onlyPartsThatChangedObjectsReferToAreShown() {
    bench.apply();
    drift();
    Plan plan = bench.planned();
    assertThat(Workbench.actions(plan)).containsExactly("fake_thing.b UPDATE");
    assertThat(RelevantDrift.of(plan))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.address()).hasToString("fake_thing.a");
              assertThat(Values.attribute(change.after(), "tags")).contains(tags("2", "1"));
              assertThat(Values.attribute(change.after(), "size")).contains(Value.of(1));
            });
  }

  @Test
  void whereNothingFollowsFromItNothingIsShown() {
    bench.apply();
    bench.fake(CONFIGURATION.replace("fake_thing.a.tags[\"x\"]", "2"));
    drift();
    Plan plan = bench.planned();
    assertThat(plan.drift()).hasSize(1);
    assertThat(Workbench.actions(plan)).containsExactly("fake_thing.b UPDATE");
    assertThat(RelevantDrift.of(plan)).isEmpty();
  }

  @Test
  void ofAnObjectThatIsGoneTheSamePartsAreGone() {
    bench.fake(CONFIGURATION.replace("b${fake_thing.a.tags[\"x\"]}", "${fake_thing.a.id}"));
    bench.apply();
    String id = id();
    bench.cloud.remove(id);
    assertThat(RelevantDrift.of(bench.planned()))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.action()).isEqualTo(ChangeAction.DELETE);
              assertThat(Values.attribute(change.before(), "id")).contains(Value.of(id));
              assertThat(Values.attribute(change.after(), "id").orElseThrow().isNull()).isTrue();
              assertThat(Values.attribute(change.after(), "name")).contains(Value.of("a"));
            });
  }

  @Test
  void attributesAreFollowedToWhatTheyAreMadeOf() {
    bench.fake(
        """
        resource "fake_thing" "a" {
          name = "a"
        }
        resource "fake_thing" "b" {
          count = 2
          name  = fake_thing.a.name
          tags  = { x = fake_thing.a.id }
        }
        resource "fake_thing" "c" {
          name = "c${fake_thing.b[0].name}"
        }
        """);
    bench.apply();
    bench.fake(
        """
        resource "fake_thing" "a" {
          name = "a"
        }
        resource "fake_thing" "b" {
          count = 2
          name  = fake_thing.a.name
          tags  = { x = fake_thing.a.id }
        }
        resource "fake_thing" "c" {
          name = "d${fake_thing.b[0].name}"
        }
        """);
    assertThat(RelevantAttributes.of(bench.planned()))
        .containsExactly(
            new RelevantAttributes.Attribute("fake_thing.a", List.of(Value.of("name"))),
            new RelevantAttributes.Attribute("fake_thing.b[0]", List.of(Value.of("name"))));
  }

  @Test
  void whatIsDestroyedHasNoDrift() {
    bench.apply();
    drift();
    assertThat(bench.planned(PlanOptions.DESTROY).drift()).isEmpty();
  }

  @Test
  void anObjectThatIsReadAgainBelongsToTheProviderThatReadIt() {
    String required =
        "terraform {\n  required_providers {\n    fake = {\n      source = \"%s\"\n    }\n  }\n}\n";
    bench.provider("old", () -> new FakeProvider(bench.cloud));
    bench.file("requirements.tf", required.formatted("example.org/test/old")).apply();
    assertThat(providers()).containsOnly("provider[\"example.org/test/old\"]");
    bench.file("requirements.tf", required.formatted("example.org/test/fake"));
    Plan plan = bench.planned();
    assertThat(Workbench.actions(plan)).isEmpty();
    assertThat(plan.prior().resources().values())
        .extracting(each -> each.provider().toString())
        .containsOnly("provider[\"example.org/test/fake\"]");
    bench.apply();
    assertThat(providers()).containsOnly("provider[\"example.org/test/fake\"]");
  }

  private List<String> providers() {
    return bench.state().resources().values().stream()
        .map(each -> each.provider().toString())
        .toList();
  }
}
