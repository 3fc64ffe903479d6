package dev.ingot.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.Target;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.Change;
import dev.ingot.state.ObjectState;
import dev.ingot.state.ObjectStatus;
import dev.ingot.state.StateSession;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is planned for one instance, rule by rule. */
final class InstancePlanTest {
  private static final String THING =
      """
      resource "fake_thing" "a" {
        name = "a"
        size = 1
        kind = "small"
      }
      """;

  private final Workbench bench = new Workbench().fake(THING);

  private List<String> planned(String from, String to) {
    return Workbench.actions(bench.fake(THING.replace(from, to)).planned());
  }

  private static PlanOptions replacing(String address) {
    return new PlanOptions(PlanMode.NORMAL, true, List.of(), List.of(Target.parse(address)));
  }

  private void taint() {
    try (StateSession session = bench.open()) {
      session
          .state()
          .snapshot()
          .instances()
          .forEach(
              address -> {
                ObjectState object = session.state().current(address).orElseThrow();
                session.apply(
                    List.of(
                        Change.put(
                            address,
                            session.state().resource(address.resource()).orElseThrow().provider(),
                            object.toBuilder().status(ObjectStatus.TAINTED).build())));
              });
    }
  }

  @Test
  void whatIsMissingIsCreated() {
    assertThat(Workbench.actions(bench.planned())).containsExactly("fake_thing.a CREATE");
  }

  @Test
  void whatIsAsConfiguredIsLeftAlone() {
    bench.apply();
    assertThat(Workbench.actions(bench.planned())).isEmpty();
  }

  @Test
  void whatItsProviderCanChangeIsUpdated() {
    bench.apply();
    assertThat(planned("size = 1", "size = 2")).containsExactly("fake_thing.a UPDATE");
  }

  @Test
  void whatItsProviderCanNotChangeIsReplaced() {
    bench.apply();
    assertThat(planned("small", "large"))
        .containsExactly("fake_thing.a DELETE_THEN_CREATE replace_because_cannot_update");
  }

  @Test
  void aReplacementCreatesFirstWhereItsResourceSaysSo() {
    bench.apply();
    assertThat(
            planned(
                "kind = \"small\"",
                "kind = \"large\"\n  lifecycle {\n    create_before_destroy = true\n  }"))
        .containsExactly("fake_thing.a CREATE_THEN_DELETE replace_because_cannot_update");
  }

  @Test
  void whatWasNeverCompletedIsReplacedAlsoWhereNothingChanges() {
    bench.apply();
    taint();
    assertThat(Workbench.actions(bench.planned()))
        .containsExactly("fake_thing.a DELETE_THEN_CREATE replace_because_tainted");
  }

  @Test
  void aReplacementOnRequestIsANewObject() {
    bench.apply();
    Plan plan = bench.planned(replacing("fake_thing.a"));
    assertThat(Workbench.actions(plan))
        .containsExactly("fake_thing.a DELETE_THEN_CREATE replace_by_request");
    Value after = plan.changes().getFirst().after();
    assertThat(Values.attribute(after, "id").orElseThrow().isKnown()).isFalse();
  }

  @Test
  void aTriggerReplacesWhatWouldBeLeftAlone() {
    String triggered =
        THING
            + """
            resource "fake_thing" "b" {
              name = "b"
              lifecycle {
                replace_triggered_by = [fake_thing.a.size]
              }
            }
            """;
    bench.fake(triggered).apply();
    assertThat(Workbench.actions(bench.fake(triggered.replace("size = 1", "size = 2")).planned()))
        .containsExactly(
            "fake_thing.a UPDATE", "fake_thing.b DELETE_THEN_CREATE replace_by_triggers");
  }

  @Test
  void anIgnoredChangeIsNoneButCountsForANewObject() {
    bench.apply();
    String ignoring =
        THING
            .replace("size = 1", "size = 2")
            .replace("\n}", "\n  lifecycle {\n    ignore_changes = [size]\n  }\n}");
    bench.fake(ignoring);
    assertThat(Workbench.actions(bench.planned())).isEmpty();
    Value after = bench.planned(replacing("fake_thing.a")).changes().getFirst().after();
    assertThat(Values.attribute(after, "size")).contains(Value.of(2));
  }

  @Test
  void whatIsDestroyedIsPlannedFromWhatIsThere() {
    bench.apply();
    Plan plan = bench.planned(PlanOptions.DESTROY);
    assertThat(Workbench.actions(plan)).containsExactly("fake_thing.a DELETE");
    assertThat(plan.changes().getFirst().after().isNull()).isTrue();
  }

  @Test
  void aRefreshPlansNoChange() {
    bench.apply();
    String id = bench.cloud.objects().keySet().iterator().next();
    TreeMap<String, Value> drifted =
        new TreeMap<>(Values.entries(bench.cloud.find(id).orElseThrow()).orElseThrow());
    drifted.put("size", Value.of(7));
    bench.cloud.put(id, new Value.ObjectValue(drifted));
    Plan plan = bench.planned(PlanOptions.NORMAL.with(PlanMode.REFRESH_ONLY));
    assertThat(Workbench.actions(plan)).isEmpty();
    assertThat(plan.drift()).hasSize(1);
  }

  @Test
  void whatIsGoneIsNoPartOfItsResourceInARefresh() {
    Workbench several =
        new Workbench()
            .fake(
                """
                resource "fake_thing" "a" {
                  for_each = toset(["x", "y"])
                  name     = each.key
                }
                resource "fake_thing" "b" {
                  count = 2
                  name  = "b${count.index}"
                }
                output "names" {
                  value = [for key, thing in fake_thing.a : key]
                }
                output "number" {
                  value = length(fake_thing.b)
                }
                """);
    several.apply();
    several
        .cloud
        .objects()
        .forEach(
            (id, object) -> {
              String name = Values.attribute(object, "name").flatMap(Values::text).orElse("");
              if (name.equals("y") || name.equals("b1")) {
                several.cloud.remove(id);
              }
            });
    Plan plan = several.planned(PlanOptions.NORMAL.with(PlanMode.REFRESH_ONLY));
    assertThat(Objects.requireNonNull(plan.outputs().get("names")).after())
        .isEqualTo(Values.tuple(Value.of("x")));
    assertThat(Objects.requireNonNull(plan.outputs().get("number")).after()).isEqualTo(Value.of(1));
  }
}
