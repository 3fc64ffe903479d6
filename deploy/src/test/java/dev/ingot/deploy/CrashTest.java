package dev.ingot.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.deploy.operation.Recovery;
import dev.ingot.state.ObjectState;
import dev.ingot.state.RawJson;
import dev.ingot.state.State;
import dev.ingot.state.StateSession;
import dev.ingot.state.StoredAttributes;
import dev.ingot.storage.CrashingStorage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Dies at every boundary of the storage while 50 resources are applied, and starts again. */
final class CrashTest {
  private static final String FIFTY =
      """
      resource "fake_keyed" "base" {
        count = 25
        name  = "base-${count.index}"
      }

      resource "fake_keyed" "top" {
        count = 25
        name  = "top-${fake_keyed.base[count.index].name}"
      }
      """;

  private static Set<String> idsOf(State state) {
    Set<String> ids = new TreeSet<>();
    state
        .resources()
        .values()
        .forEach(
            resource ->
                resource
                    .instances()
                    .values()
                    .forEach(
                        instance -> {
                          instance.current().ifPresent(object -> ids.add(id(object)));
                          instance.deposed().values().forEach(object -> ids.add(id(object)));
                        }));
    return ids;
  }

  private static String id(ObjectState object) {
    String text =
        object.attributes() instanceof StoredAttributes.Json(RawJson json) ? json.text() : "";
    int at = text.indexOf("\"id\":\"") + "\"id\":\"".length();
    return text.substring(at, text.indexOf('"', at));
  }

  private static Workbench crashed(long boundary, boolean destroying) {
    Workbench bench = new Workbench().fake(FIFTY);
    CrashingStorage before = CrashingStorage.lasting(new SplittableRandom(boundary));
    bench.storedIn(before);
    if (destroying) {
      assertThat(bench.apply().diagnostics()).isEmpty();
    }
    CrashingStorage dying = before.dyingAt(boundary);
    bench.storedIn(dying);
    try {
      bench.apply(destroying ? PlanOptions.DESTROY : PlanOptions.NORMAL);
    } catch (CrashingStorage.Crash e) {
      // As intended.
    }
    bench.storedIn(dying.afterCrash());
    return bench;
  }

  private static long boundaries(boolean destroying) {
    Workbench bench = new Workbench().fake(FIFTY);
    CrashingStorage counting = CrashingStorage.lasting(new SplittableRandom(1));
    bench.storedIn(counting);
    bench.apply();
    if (!destroying) {
      return counting.boundaries();
    }
    CrashingStorage again = counting.dyingAt(Long.MAX_VALUE);
    bench.storedIn(again);
    bench.apply(PlanOptions.DESTROY);
    return again.boundaries();
  }

  @Test
  void everyCreatedObjectIsInTheStateAfterAnyCrash() {
    long all = boundaries(false);
    assertThat(all).isGreaterThan(10);
    for (long boundary = 1; boundary <= all; boundary++) {
      Workbench bench = crashed(boundary, false);
      List<String> completed =
          bench.events.stream().filter(event -> event.startsWith("CREATE ")).toList();
      try (StateSession session = bench.open()) {
        Recovery.settle(
            session, bench.configuration(), Map.of(), bench.providers(), bench.setting());
        State state = session.state().snapshot();
        assertThat(idsOf(state))
            .as("boundary %s", boundary)
            .containsAll(bench.cloud.objects().keySet());
        for (String event : completed) {
          String address = event.substring(event.indexOf(' ') + 1);
          assertThat(state.instances().map(Object::toString))
              .as("boundary %s", boundary)
              .contains(address);
        }
      }
      assertThat(bench.apply().diagnostics()).isEmpty();
      assertThat(bench.cloud.objects()).as("boundary %s", boundary).hasSize(50);
    }
  }

  @Test
  void everyDestructionIsFinishedAfterAnyCrash() {
    long all = boundaries(true);
    for (long boundary = 1; boundary <= all; boundary += 3) {
      Workbench bench = crashed(boundary, true);
      try (StateSession session = bench.open()) {
        Recovery.settle(
            session, bench.configuration(), Map.of(), bench.providers(), bench.setting());
        assertThat(idsOf(session.state().snapshot()))
            .as("boundary %s", boundary)
            .containsAll(bench.cloud.objects().keySet());
      }
      assertThat(bench.apply(PlanOptions.DESTROY).diagnostics()).isEmpty();
      assertThat(bench.cloud.objects()).isEmpty();
      assertThat(bench.stored()).isEmpty();
    }
  }

  @Test
  void whatWasReportedCompleteIsInTheStateAlsoWithoutIntents() {
    String chain =
        """
        resource "terraform_data" "base" {
          count = 10
        }

        resource "terraform_data" "top" {
          count = 10
          input = terraform_data.base[count.index].id
        }
        """;
    CrashingStorage counting = CrashingStorage.lasting(new SplittableRandom(1));
    new Workbench().file("main.tf", chain).storedIn(counting).apply();
    for (long boundary = 1; boundary <= counting.boundaries(); boundary++) {
      Workbench bench = new Workbench().file("main.tf", chain);
      CrashingStorage dying =
          CrashingStorage.lasting(new SplittableRandom(boundary)).dyingAt(boundary);
      bench.storedIn(dying);
      try {
        bench.apply();
      } catch (CrashingStorage.Crash e) {
        // As intended.
      }
      List<String> completed =
          bench.events.stream()
              .filter(event -> event.startsWith("CREATE "))
              .map(event -> event.substring("CREATE ".length()))
              .toList();
      bench.storedIn(dying.afterCrash());
      assertThat(bench.stored()).as("boundary %s", boundary).containsAll(completed);
      assertThat(bench.apply().diagnostics()).isEmpty();
      assertThat(bench.stored()).hasSize(20);
    }
  }
}
