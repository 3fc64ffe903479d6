package dev.ingot.release.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.MapScope;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.release.drift.DriftSettings;
import dev.ingot.release.drift.Reason;
import dev.ingot.release.repair.RepairSettings;
import dev.ingot.release.repave.RepaveSettings;
import dev.ingot.release.repave.Severity;
import dev.ingot.release.retire.RetainSettings;
import dev.ingot.release.stack.StackSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of upkeep: what is read, and what is refused with its place. */
final class UpkeepReaderTest {
  private static final String ROLLOUT = "rollout \"web\" {\n  target = terraform_data.web\n}\n";

  private final Diagnostics diagnostics = new Diagnostics();

  private Upkeep read(String text) {
    Scope scope =
        new MapScope(
            Map.of(),
            FunctionTable.standard(),
            new Scope.Environment(
                Path.of("/"), Path.of("/"), Clock.systemUTC(), new SplittableRandom(1), false));
    return StackSettings.read(
            Map.of("web.ingot.hcl", text.getBytes(StandardCharsets.UTF_8)), scope, diagnostics)
        .upkeep();
  }

  @Test
  void everythingThatCanBeSaidIsRead() {
    Upkeep upkeep =
        read(
            ROLLOUT
                + """
                drift {
                  ignore = ["terraform_data.web.input.note", "*.tags"]
                }
                repair {
                  reasons         = ["dead"]
                  backoff         = "2m"
                  longest_backoff = "3h"
                  most_per_day    = 4
                }
                repave {
                  max_age  = "30d"
                  jitter   = "20%"
                  reasons  = ["age", "vulnerability"]
                  severity = "critical"
                  deadline = "7d"
                  budget {
                    machines = "10%"
                    reasons  = ["age"]
                    schedule = "0 3 * * mon-fri"
                    duration = "4h"
                    timezone = "Europe/Berlin"
                  }
                  budget {
                    machines = 3
                  }
                  freeze {
                    from = "2026-12-20T00:00:00+01:00"
                    to   = "2027-01-04T00:00:00Z"
                  }
                }
                retain {
                  images    = ["web", "base"]
                  versions  = 3
                  days      = 30
                  releases  = 2
                  delay     = "2d"
                  max_share = "50%"
                  protected = ["golden"]
                }
                retain {
                }
                """);
    assertThat(diagnostics.list()).isEmpty();
    assertThat(upkeep.drift().ignored())
        .containsExactly(
            new DriftSettings.Ignored("terraform_data.web", "input.note"),
            new DriftSettings.Ignored("*", "tags"));
    assertThat(upkeep.repair())
        .contains(
            new RepairSettings(
                java.util.Set.of(Reason.DEAD), Duration.ofMinutes(2), Duration.ofHours(3), 4));
    RepaveSettings repave = upkeep.repave().orElseThrow();
    assertThat(repave.maxAge()).contains(Duration.ofDays(30));
    assertThat(repave.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(repave.deadline()).contains(Duration.ofDays(7));
    assertThat(repave.budgets()).hasSize(2);
    assertThat(repave.budgets().getFirst().window().orElseThrow().zone())
        .isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(repave.freezes().getFirst().from()).isEqualTo(Instant.parse("2026-12-19T23:00:00Z"));
    assertThat(upkeep.retain())
        .containsExactly(
            new RetainSettings(
                Set.of("web", "base"),
                3,
                Duration.ofDays(30),
                2,
                Duration.ofDays(2),
                0.5,
                Set.of("golden")),
            RetainSettings.USUAL);
  }

  @Test
  void emptyBlocksHaveDefaults() {
    Upkeep upkeep = read(ROLLOUT + "repair {}\nrepave {}\n");
    assertThat(diagnostics.list()).isEmpty();
    assertThat(upkeep.repair()).contains(RepairSettings.USUAL);
    assertThat(upkeep.repave().orElseThrow().maxAge()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "repave { ~ budget { ~ machines = 0 ~ } ~ }|Incorrect value for machines|6",
        "repave { ~ budget { ~ machines = \"0%\" ~ } ~ }|Incorrect value for machines|6",
        "repave { ~ budget { ~ machines = 1 ~ schedule = \"0 0 30 2 *\" ~ duration = \"1h\" ~ } ~"
            + " }|Window never opens|7",
        "repave { ~ budget { ~ machines = 1 ~ schedule = \"0 3 * *\" ~ duration = \"1h\" ~ } ~"
            + " }|Invalid schedule|7",
        "repave { ~ budget { ~ machines = 1 ~ schedule = \"0 3 * * *\" ~ } ~ }|Incomplete window|5",
        "repave { ~ budget { ~ machines = 1 ~ schedule = \"0 3 * * *\" ~ duration = \"0s\" ~ } ~"
            + " }|Window never open|8",
        "repave { ~ budget { ~ machines = 1 ~ schedule = \"0 3 * * *\" ~ duration = \"1h\" ~"
            + " timezone = \"Europe/Nowhere\" ~ } ~ }|Unknown time zone|9",
        "repave { ~ budget { ~ machines = 1 ~ timezone = \"UTC\" ~ } ~ }|Time zone without a"
            + " schedule|7",
        "repave { ~ freeze { ~ from = \"2027-01-04T00:00:00Z\" ~ to = \"2026-12-20T00:00:00Z\" ~ }"
            + " ~ }|Freeze inside out|7",
        "repave { ~ freeze { ~ from = \"yesterday\" ~ to = \"2026-12-20T00:00:00Z\" ~ } ~"
            + " }|Incorrect value for from|6",
        "repave { ~ max_age = \"10m\" ~ }|max_age is too short|5",
        "repave { ~ max_age = \"-3d\" ~ }|Incorrect value for max_age|5",
        "repave { ~ jitter = \"100%\" ~ }|Invalid jitter|5",
        "repave { ~ reasons = [\"boredom\"] ~ }|Incorrect value for reasons|5",
        "repave { ~ severity = \"awful\" ~ }|Incorrect value for severity|5",
        "repave { ~ } ~ repave { ~ }|Duplicate repave block|6",
        "repair { ~ backoff = \"0s\" ~ }|No back-off|5",
        "repair { ~ backoff = \"2h\" ~ longest_backoff = \"1h\" ~ }|Back-off inside out|6",
        "repair { ~ most_per_day = 0 ~ }|Incorrect value for most_per_day|5",
        "repair { ~ reasons = [\"age\"] ~ }|Incorrect value for reasons|5",
        "retain { ~ versions = 0 ~ }|Incorrect value for versions|5",
        "retain { ~ max_share = \"200%\" ~ }|Incorrect value for max_share|5",
        "retain { ~ images = [] ~ }|No images|5",
        "retain {} ~ retain {}|Duplicate retain block|5",
        "retain { ~ images = [\"a\"] ~ } ~ retain { ~ images = [\"a\"] ~ }|Duplicate retain"
            + " block|7",
        "drift { ~ ignore = [\"tags\"] ~ }|Incorrect value for ignore|5"
      })
  void whatCannotBeMeantIsRefusedAtItsPlace(String text, String summary, int line) {
    Upkeep _ = read(ROLLOUT + text.replace(" ~ ", "\n"));
    Diagnostic first = diagnostics.list().getFirst();
    assertThat(first.isError()).isTrue();
    assertThat(first.summary()).isEqualTo(summary);
    assertThat(first.subject().orElseThrow().startPosition().line()).isEqualTo(line);
  }

  @Test
  void repaveWithoutARolloutIsRefused() {
    Upkeep _ = read("repave {\n  max_age = \"30d\"\n}\n");
    assertThat(diagnostics.list())
        .extracting(Diagnostic::summary)
        .containsExactly("Repave without a rollout");
  }
}
