package dev.ingot.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.release.exposure.Exposure;
import dev.ingot.release.exposure.ExposureImport;
import dev.ingot.release.exposure.Vulnerabilities.Known;
import dev.ingot.release.repave.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a vulnerability that becomes known to the last machine with it that is gone. */
final class ExposureTest {
  private static final String GRYPE =
      """
      {"matches": [{"vulnerability": {"id": "CVE-2026-1", "severity": "High",
         "fix": {"versions": ["1.1"], "state": "fixed"}},
        "artifact": {"name": "left", "version": "1.0"}}]}
      """;

  private static final String VEX =
      """
      {"@context": "https://openvex.dev/ns/v0.2.0", "statements": [
        {"vulnerability": {"name": "CVE-2026-1"}, "status": "not_affected",
         "justification": "vulnerable_code_not_in_execute_path",
         "products": [{"@id": "pkg:npm/left@1.0"}]}]}
      """;

  @TempDir(factory = Memory.class)
  Path temporary;

  private World world = World.NOWHERE;

  @BeforeEach
  void deploy() throws IOException {
    world = World.baking(temporary).image("v1+left@1.0");
    assertThat(world.run(World.up()).isSuccess()).isTrue();
    world.write("upkeep.ingot.hcl", "repave {\n  reasons = [\"vulnerability\"]\n}\n");
    assertThat(world.exposure()).isEqualTo(new Exposure(List.of(), List.of()));
    world.pass(Duration.ofDays(3));
  }

  private static String osv(String modified, String events) {
    return "{\"id\": \"GHSA-1\", \"aliases\": [\"CVE-2026-1\"], \"modified\": \""
        + modified
        + "\", \"database_specific\": {\"severity\": \"HIGH\"}, \"affected\": [{\"package\":"
        + " {\"ecosystem\": \"npm\", \"name\": \"left\"}, \"ranges\": [{\"type\": \"SEMVER\","
        + " \"events\": ["
        + events
        + "]}]}]}";
  }

  private ExposureImport.Result advisory() {
    return world.learn(
        "osv.json",
        osv("2026-01-01T00:00:00Z", "{\"introduced\": \"0\"}, {\"fixed\": \"1.1\"}"),
        Optional.empty());
  }

  private List<UpkeepEvent> passes() {
    List<UpkeepEvent> all = new ArrayList<>();
    int passes = 0;
    while (world.upkeep(event -> {}, all).result().isPresent()) {
      passes++;
      assertThat(passes).as("passes").isLessThan(20);
    }
    return all;
  }

  private static long rebuilds(List<UpkeepEvent> events) {
    return events.stream().filter(UpkeepEvent.Rebuilding.class::isInstance).count();
  }

  private void isOver(String source) throws IOException {
    List<Exposure.Affected> affected = world.exposure().affected();
    assertThat(affected).extracting(Exposure.Affected::version).containsExactly("web:v1");
    assertThat(affected.getFirst().channels()).contains("production");
    assertThat(affected.getFirst().running().getFirst().machines()).hasSize(3);
    Known known = affected.getFirst().known().getFirst();
    assertThat(List.of(known.id(), known.component(), known.fixed(), known.source()))
        .containsExactly("CVE-2026-1", "left 1.0", "1.1", source);
    assertThat(known.severity()).isEqualTo(Severity.HIGH);
    world.pass(Duration.ofHours(2));
    world.image("v2+left@1.1");
    assertThat(rebuilds(passes())).isEqualTo(1);
    world.settledAs("v2+left@1.1");
    Exposure exposure = world.exposure();
    assertThat(exposure.isOpen()).isFalse();
    assertThat(exposure.over()).hasSize(1);
    Exposure.Over over = exposure.over().getFirst();
    assertThat(over.version()).isEqualTo("web:v1");
    assertThat(over.known()).isEqualTo(known.since());
    assertThat(over.took()).isBetween(Duration.ofHours(2), Duration.ofHours(3));
    assertThat(over.steps())
        .extracting(Exposure.Step::what)
        .containsExactly("bake began", "baked", "promoted", "rollout began");
    assertThat(passes()).as("nothing is left to do").hasSize(1);
  }

  @Test
  void whatAScannerFoundIsBakedAgainAndItsMachinesAreReplaced() throws IOException {
    assertThat(world.learn("grype.json", GRYPE, Optional.of("web:v1")).reports().getFirst().fresh())
        .isEqualTo(1);
    assertThat(world.learn("grype.json", GRYPE, Optional.of("web:v1")).reports().getFirst().fresh())
        .as("again")
        .isZero();
    isOver("Grype grype.json");
  }

  @Test
  void whatAnAdvisorySaysIsHeldAgainstBillsOfMaterials() throws IOException {
    assertThat(advisory().findings()).isEqualTo(1);
    ExposureImport.Result again = advisory();
    assertThat(again.findings()).isZero();
    assertThat(again.advisories().orElseThrow().unchanged()).isEqualTo(1);
    isOver("advisories");
  }

  @Test
  void anImageThatIsNoBetterIsNeitherPromotedNorBakedAgainAndAgain() throws IOException {
    assertThat(advisory().findings()).isEqualTo(1);
    world.image("v2+left@1.0");
    List<UpkeepEvent> first = passes();
    assertThat(rebuilds(first)).isEqualTo(1);
    assertThat(first.getLast()).isInstanceOf(UpkeepEvent.RebuildWaits.class);
    UpkeepEvent.RebuildWaits waits = (UpkeepEvent.RebuildWaits) first.getLast();
    assertThat(waits.waiting().getFirst().times()).isEqualTo(1);
    assertThat(waits.waiting().getFirst().wanted().detail())
        .isEqualTo("web:v1 has CVE-2026-1 (high) in left 1.0");
    world.settledAs("v1+left@1.0");
    long rebuilds = 0;
    for (int day = 0; day < 30; day++) {
      world.pass(Duration.ofDays(1));
      rebuilds += rebuilds(passes());
    }
    assertThat(rebuilds).as("in a month").isBetween(4L, 6L);
    world.settledAs("v1+left@1.0");
    assertThat(world.outcomes()).containsExactly("verified");
    world.image("v3+left@1.2");
    world.pass(Duration.ofDays(8));
    assertThat(rebuilds(passes())).isEqualTo(1);
    world.settledAs("v3+left@1.2");
  }

  @Test
  void aStatementClearsWhatDoesNoHarmAlsoInImagesToCome() throws IOException {
    assertThat(advisory().findings()).isEqualTo(1);
    assertThat(world.learn("vex.json", VEX, Optional.empty()).reports().getFirst().fresh())
        .isEqualTo(1);
    assertThat(world.exposure().affected()).isEmpty();
    assertThat(world.learn("grype.json", GRYPE, Optional.of("web:v1")).reports().getFirst().fresh())
        .as("a scanner that doesn't know the statement")
        .isZero();
    assertThat(passes()).hasSize(1);
    world.image("v2+left@1.0");
    assertThat(world.run(World.up()).isSuccess()).isTrue();
    assertThat(world.exposure().affected()).isEmpty();
  }

  @Test
  void anAdvisoryThatIsWithdrawnOrNarrowedIsOver() {
    assertThat(advisory().findings()).isEqualTo(1);
    String narrowed = osv("2026-01-02T00:00:00Z", "{\"introduced\": \"1.5\"}");
    assertThat(world.learn("osv.json", narrowed, Optional.empty()).findings()).isEqualTo(1);
    assertThat(world.exposure().affected()).isEmpty();
    String back = osv("2026-01-03T00:00:00Z", "{\"introduced\": \"0.5\"}");
    assertThat(world.learn("osv.json", back, Optional.empty()).findings()).isEqualTo(1);
    assertThat(world.exposure().affected()).hasSize(1);
    String withdrawn =
        "{\"id\": \"GHSA-1\", \"modified\": \"2026-01-04T00:00:00Z\", \"withdrawn\":"
            + " \"2026-01-04T00:00:00Z\"}";
    assertThat(world.learn("osv.json", withdrawn, Optional.empty()).findings()).isEqualTo(1);
    assertThat(world.exposure().affected()).isEmpty();
    assertThat(passes()).hasSize(1);
  }

  @Test
  void imagesAreBakedAgainByTheirSchedule() throws IOException {
    world.write(
        "upkeep.ingot.hcl",
        "repave {\n  reasons = [\"image\"]\n  rebuild {\n    schedule = \"0 3 * * *\"\n  }\n}\n");
    world.image("v2");
    List<UpkeepEvent> events = passes();
    assertThat(rebuilds(events)).isEqualTo(1);
    world.settledAs("v2");
    assertThat(rebuilds(passes())).isZero();
    world.pass(Duration.ofDays(1));
    assertThat(rebuilds(passes())).isEqualTo(1);
  }
}
