package dev.ingot.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.release.ReleaseResult.Failed;
import dev.ingot.release.ReleaseResult.Verified;
import dev.ingot.state.StateException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can't work is refused before anything changes, with its place in the file. */
final class BadInputTest {
  @TempDir(factory = Memory.class)
  Path temporary;

  private World world = World.NOWHERE;
  private final List<ReleaseEvent> events = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void deploy() throws IOException {
    world = World.in(temporary);
    assertThat(run("image=v1")).isInstanceOf(Verified.class);
  }

  private ReleaseResult run(String... assignments) {
    events.clear();
    try {
      return world.run(World.up(assignments), events::add, new Cancellation());
    } catch (AssertionError e) {
      // What can't be read at all ends so.
      if (e.getCause() instanceof IOException) {
        return new Failed(ReleaseStage.READ, e.getCause().toString());
      }
      throw e;
    }
  }

  private List<Diagnostic> diagnostics() {
    return events.stream()
        .filter(ReleaseEvent.Diagnosed.class::isInstance)
        .flatMap(event -> ((ReleaseEvent.Diagnosed) event).diagnostics().stream())
        .toList();
  }

  private void refused(String summary, int line) {
    Map<String, String> machines = world.machines();
    assertThat(run("image=v2")).isInstanceOf(Failed.class);
    assertThat(diagnostics())
        .filteredOn(Diagnostic::isError)
        .first()
        .satisfies(
            error -> {
              assertThat(error.summary()).isEqualTo(summary);
              assertThat(error.subject().orElseThrow().startPosition().line()).isEqualTo(line);
            });
    world.settledAs("v1");
    assertThat(world.machines()).as("the same machines").isEqualTo(machines);
    assertThat(world.outcomes()).as("releases").containsExactly("verified");
  }

  /** Settings from the second line of a rollout on; a tilde ends a line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        // A target that doesn't exist.
        "target = fake_keyed.nowhere ~ }|Rollout target does not exist|2",
        "target = module.web.fake_keyed.machine ~ }|Rollout target does not exist|2",
        "target = data.ingot_image.web ~ }|Invalid rollout target|2",
        "target = fake_keyed.machine[0] ~ }|Invalid rollout target|2",
        "targets = [] ~ }|Invalid rollout target|2",
        "targets = [fake_keyed.machine, fake_keyed.machine] ~ }|Invalid rollout target|2",
        "target = fake_keyed.machine ~ targets = [fake_keyed.machine] ~ }|Rollout target|1",
        // Machines of another rollout.
        "target = fake_keyed.machine ~ } ~ rollout \"b\" { ~ target = fake_keyed.machine ~ }"
            + "|Two rollouts of one resource|4",
        "target = fake_keyed.machine ~ } ~ rollout \"web\" { ~ target = fake_thing.balancer ~ }"
            + "|Two rollouts of one name|4",
        // Deadlines.
        "target = fake_keyed.machine ~ min_healthy_time = \"5m\" ~ healthy_deadline = \"1m\" ~ }"
            + "|No machine could become healthy|4",
        "target = fake_keyed.machine ~ min_healthy_time = \"20m\" ~ healthy_deadline = \"30m\" ~"
            + " progress_deadline = \"10m\" ~ }|No machine could become healthy|5",
        "target = fake_keyed.machine ~ healthy_deadline = \"5s\" ~ }"
            + "|No machine could become healthy|3",
        // Nothing that may be missing, and nothing more.
        "target = fake_keyed.machine ~ max_unavailable = 0 ~ }|No machine could be replaced|3",
        "target = fake_keyed.machine ~ max_surge = 0 ~ max_unavailable = 0 ~ }"
            + "|No machine could be replaced|3",
        "target = fake_keyed.machine ~ strategy = \"canary\" ~ }|Canary without steps|1",
        "target = fake_keyed.machine ~ strategy = \"canary\" ~ keep_old = \"1h\" ~ step { ~"
            + " count = 1 ~ } ~ }|Setting of another strategy|4",
        "target = fake_keyed.machine ~ strategy = \"purple\" ~ }|Unknown strategy|3",
        // Expressions that don't fit the machines.
        "target = fake_keyed.machine ~ health_check \"condition\" { ~ condition = self.stats ~ }"
            + " ~ }|Unsupported attribute|4",
        "target = fake_keyed.machine ~ order_by = self.age ~ }|Unsupported attribute|3",
        "target = fake_keyed.machine ~ spread_by = self.zone ~ }|Unsupported attribute|3",
        "target = fake_keyed.machine ~ last_words { ~ value = self.console ~ } ~ }"
            + "|Unsupported attribute|4",
        "target = fake_keyed.machine ~ last_words { ~ command = [\"ssh\", self.ip] ~ } ~ }"
            + "|Unsupported attribute|4",
        "target = fake_keyed.machine ~ delegated { ~ ready = self.ready ~ } ~ }"
            + "|Unsupported attribute|4",
        // Checks that no machine passes today, though these were verified without them.
        "target = fake_keyed.machine ~ health_check \"tcp\" { ~ port = 99 ~ } ~ }"
            + "|No machine passes a health check today|1",
        "target = fake_keyed.machine ~ health_check \"condition\" { ~ condition = self.kind =="
            + " \"v9\" ~ } ~ }|No machine passes a health check today|4",
        // Metrics.
        "target = fake_keyed.machine ~ bake_time = \"5m\" ~ analysis { ~ metric \"m\" { ~ source ="
            + " \"prometheus\" ~ address = \"http://127.0.0.1:1\" ~ query = \"up\" ~ success ="
            + " value < 1 ~ } ~ } ~ }|Metric can't be measured|8",
        "target = fake_keyed.machine ~ bake_time = \"5m\" ~ analysis { ~ metric \"m\" { ~ source ="
            + " \"balancer\" ~ measure = \"error_rate\" ~ success = vlaue < 1 ~ } ~ } ~ }"
            + "|Unknown variable|8",
        "target = fake_keyed.machine ~ bake_time = \"5s\" ~ analysis {} ~ }"
            + "|Bake time too short for the analysis|3",
        // Checks and limits of the release.
        "target = fake_keyed.machine ~ } ~ verify \"http\" { ~ url = output.nowhere ~ }"
            + "|Unsupported attribute|5",
        "target = fake_keyed.machine ~ } ~ verify \"tcp\" { ~ port = 80 ~ }"
            + "|Check of a release without a host|4",
        "target = fake_keyed.machine ~ } ~ verify \"balancer\" { ~ }|Missing limit|4",
        "target = fake_keyed.machine ~ } ~ verify \"balancer\" { ~ max_error_rate = \"1%\" ~"
            + " window = \"0s\" ~ }|Window of zero|6",
        "target = fake_keyed.machine ~ } ~ verify \"balancer\" { ~ max_error_rate = \"100%\" ~ }"
            + "|Incorrect value for max_error_rate|5",
        // Windows and budgets.
        "target = fake_keyed.machine ~ } ~ repave { ~ budget { ~ machines = 0 ~ } ~ }"
            + "|Incorrect value for machines|6",
        "target = fake_keyed.machine ~ } ~ repave { ~ budget { ~ machines = 1 ~ schedule = \"0 0 30"
            + " 2 *\" ~ duration = \"1h\" ~ } ~ }|Window never opens|7"
      })
  void settingsThatCanNotWork(String text, String summary, int line) throws IOException {
    world.write("web.ingot.hcl", "rollout \"web\" {\n" + text.replace(" ~ ", "\n") + "\n");
    refused(summary, line);
  }

  @Test
  void aBalancerThatDoesNotExistHasNoLimits() throws IOException {
    world
        .write("web.ingot.hcl", "verify \"balancer\" {\n max_error_rate = \"1%\"\n}\n")
        .write(
            "main.tf", Configurations.FLEET.replaceAll("(?s)resource \"fake_thing\".*?\n}\n", ""));
    refused("Limits of a balancer that doesn't exist", 1);
  }

  private static final String NEW =
      Configurations.ROLLOUT.replace("port = 1", "port = 99\n  new = true");

  @Test
  void aCheckThatOnlyTheNewVersionPassesIsSaidToBeNew() throws IOException {
    world.write("web.ingot.hcl", NEW);
    assertThat(run("image=v2")).isInstanceOf(Verified.class);
    world.settledAs("v2");
  }

  @Test
  void machinesThatFailAKnownCheckAreIllAndMayBeReplaced() {
    world
        .cloud()
        .objects()
        .forEach(
            (id, object) -> {
              Map<String, Value> changed = new TreeMap<>(Values.entries(object).orElseThrow());
              changed.computeIfPresent("kind", (_, kind) -> kind.isNull() ? kind : Value.of("ill"));
              world.cloud().put(id, Values.object(changed));
            });
    assertThat(run("image=v2")).isInstanceOf(Verified.class);
    assertThat(diagnostics())
        .filteredOn(one -> one.summary().equals("No machine passes a health check today"))
        .singleElement()
        .satisfies(warning -> assertThat(warning.isError()).isFalse());
    world.settledAs("v2");
  }

  @Test
  void oneMachineIsSaidToBeOne() throws IOException {
    world
        .write("main.tf", Configurations.FLEET.replace("count = 3", "count = 1"))
        .write(
            "web.ingot.hcl",
            Configurations.ROLLOUT.replace(
                "min_healthy_time", "strategy = \"recreate\"\n min_healthy_time"));
    assertThat(run("image=v2")).isInstanceOf(Verified.class);
    assertThat(diagnostics())
        .filteredOn(diagnostic -> diagnostic.summary().equals("Rollout of one machine"))
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.isError()).isFalse();
              assertThat(warning.detail()).contains("nothing serves while it is replaced");
              assertThat(warning.subject()).as("a place").isPresent();
            });
  }

  @Test
  void twoRolloutsOfOneStackAtOnceAreRefused() {
    List<Throwable> second = Collections.synchronizedList(new ArrayList<>());
    ReleaseResult first =
        world.run(
            World.up("image=v2"),
            event -> {
              if (second.isEmpty() && event instanceof ReleaseEvent.RolloutDoing) {
                try {
                  second.add(new AssertionError(world.run(World.up("image=v3")).toString()));
                } catch (RuntimeException e) {
                  second.add(e);
                }
              }
            },
            new Cancellation());
    assertThat(first).isInstanceOf(Verified.class);
    assertThat(second).hasSize(1);
    assertThat(second.getFirst()).isInstanceOf(StateException.class);
    world.settledAs("v2");
    assertThat(world.outcomes()).containsExactly("verified", "verified");
  }
}
