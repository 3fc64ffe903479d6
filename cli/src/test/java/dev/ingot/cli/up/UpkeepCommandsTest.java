package dev.ingot.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.Ran;
import dev.ingot.cli.invocation.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands of upkeep print, and what they do to a stack. */
final class UpkeepCommandsTest {
  private static final String CONFIGURATION =
      """
      resource "terraform_data" "web" {
        count = 2
        input = "web-${count.index}"
      }

      output "ids" {
        value = terraform_data.web[*].id
      }
      """;

  private static final String SETTINGS =
      """
      rollout "web" {
        target            = terraform_data.web
        min_healthy_time  = "10ms"
        healthy_deadline  = "1s"
        progress_deadline = "1s"
      }
      """;

  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void deploy() throws IOException {
    folder = Files.createDirectory(temporary.resolve("stack"));
    Files.writeString(folder.resolve("main.tf"), CONFIGURATION);
    Files.writeString(folder.resolve("web.ingot.hcl"), SETTINGS);
    Ran up = Ran.command(folder, "up", "-no-color");
    assertThat(up.code()).as(up.all()).isZero();
  }

  private void settings(String more) throws IOException {
    Files.writeString(folder.resolve("upkeep.ingot.hcl"), more);
  }

  private String ids() {
    return Ran.command(folder, "output", "-json", "ids").out();
  }

  @Test
  void withoutDriftTheExitCodeIsZero() {
    Ran drift = Ran.command(folder, "drift", "-no-color");
    assertThat(drift.code()).as(drift.all()).isZero();
    assertThat(drift.out())
        .isEqualTo("No drift: 2 machines and everything else run as release 1 describes them.\n");
  }

  @Test
  void driftIsATableAndExitCodeTwo() {
    assertThat(Ran.command(folder, "state", "rm", "terraform_data.web[1]").code()).isZero();
    Ran drift = Ran.command(folder, "drift", "-no-color");
    assertThat(drift.code()).as(drift.all()).isEqualTo(ExitCode.CHANGES);
    assertThat(drift.out())
        .isEqualTo(
            """
            INSTANCE               DRIFT    SINCE  WHAT
            terraform_data.web[1]  missing         it is not there

            1 difference from release 1.
            """);
    Ran json = Ran.command(folder, "drift", "-json");
    assertThat(json.code()).isEqualTo(ExitCode.CHANGES);
    assertThat(json.out())
        .contains(
            "\"release\" : 1",
            "\"address\" : \"terraform_data.web[1]\"",
            "\"reason\" : \"missing\"");
  }

  @Test
  void whereNothingWasReleasedThereIsNoDrift() throws IOException {
    Path empty = Files.createDirectory(temporary.resolve("empty"));
    Ran drift = Ran.command(empty, "drift", "-no-color");
    assertThat(drift.code()).as(drift.all()).isZero();
    assertThat(drift.out())
        .isEqualTo("Nothing is running: no release of this folder has been verified.\n");
  }

  @Test
  void watchRepairsOnceAndSaysWhatItDid() throws IOException {
    settings("repair {}\n");
    assertThat(Ran.command(folder, "state", "rm", "terraform_data.web[1]").code()).isZero();
    Ran watch = Ran.command(folder, "watch", "-once", "-no-color");
    assertThat(watch.code()).as(watch.all()).isZero();
    assertThat(watch.out().replaceAll("(?m)^\\S+Z ", ""))
        .isEqualTo(
            """
            drift: 1 missing
            repairing terraform_data.web[1] (missing)
            done
            """);
    assertThat(Ran.command(folder, "drift").code()).isZero();
  }

  @Test
  void namedMachinesAreReplacedAtOnce() {
    String before = ids();
    Ran repave = Ran.command(folder, "repave", "-no-color", "-machine", "terraform_data.web[0]");
    assertThat(repave.code()).as(repave.all()).isZero();
    assertThat(repave.out()).contains("1 replaced", "Done in ");
    String after = ids();
    assertThat(after.split(",")[0]).isNotEqualTo(before.split(",")[0]);
    assertThat(after.split(",")[1]).isEqualTo(before.split(",")[1]);
    Ran unknown = Ran.command(folder, "repave", "-no-color", "-machine", "terraform_data.web[7]");
    assertThat(unknown.code()).isEqualTo(ExitCode.ERROR);
    assertThat(unknown.err()).contains("there is no terraform_data.web[7] in the state");
  }

  @Test
  void oldMachinesAreShownThenReplaced() throws IOException {
    settings(
        """
        repave {
          max_age = "1d"
          budget {
            machines = 1
          }
        }
        """);
    Ran young = Ran.command(folder, "repave", "-dry-run", "-no-color");
    assertThat(young.out()).isEqualTo("No machine is due to be replaced.\n");
    assertThat(Ran.command(folder, "repave", "-no-color").out())
        .isEqualTo("Nothing to replace now.\n");
    settings(
        "repave {\n"
            + "  max_age = \"1100ms\"\n"
            + "  jitter = \"0%\"\n"
            + "  budget {\n"
            + "    machines = 1\n"
            + "  }\n"
            + "}\n");
    Ran old = young;
    while (!old.out().contains("1 at a time")) {
      old = Ran.command(folder, "repave", "-dry-run", "-no-color");
      assertThat(old.code()).as(old.all()).isZero();
    }
    assertThat(old.out())
        .containsPattern("terraform_data.web\\[\\d] +age \\(\\d+s old\\) +\\S+ \\S+ +now\n")
        .containsPattern("terraform_data.web\\[\\d] +age .* later: 1 at a time\n");
    assertThat(Ran.command(folder, "repave", "-dry-run", "-json").out())
        .contains("\"now\"", "\"waiting\"", "\"cause\" : \"1 at a time\"");
  }

  @Test
  void settingsThatCanNotBeMeantAreShownWithTheirPlace() throws IOException {
    settings("repave {\n  budget {\n    machines = 0\n  }\n}\n");
    Ran repave = Ran.command(folder, "repave", "-no-color");
    assertThat(repave.code()).isEqualTo(ExitCode.ERROR);
    assertThat(repave.err())
        .contains(
            "Incorrect value for machines",
            "on upkeep.ingot.hcl line 3",
            "nothing for a while, use a freeze block",
            "the settings (*.ingot.hcl) have errors; nothing was changed");
  }

  @Test
  void optionsThatDoNotFitAreRefused() {
    assertThat(Ran.command(folder, "repave", "-json").err())
        .contains("-repave -dry-run".substring(1));
    assertThat(Ran.command(folder, "watch", "-interval", "0s").err())
        .contains("-interval takes a duration of at least 1s");
    assertThat(Ran.command(folder, "watch", "-program", "x").err())
        .contains("-unit-folder and -program are options of ingot watch -install");
    Ran unset = Ran.command(folder, "repave", "-dry-run");
    assertThat(unset.code()).isEqualTo(ExitCode.ERROR);
    assertThat(unset.err()).contains("there is no repave block");
  }

  @Test
  void aUnitIsWrittenAndShown() throws IOException {
    Path program = Files.createFile(temporary.resolve("in got$"));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Ran install =
        Ran.command(
            folder,
            "watch",
            "-install",
            "-interval=30s",
            "-program",
            program.toString(),
            "-unit-folder",
            temporary.resolve("units").toString());
    assertThat(install.code()).as(install.all()).isZero();
    try (var units = Files.list(temporary.resolve("units"))) {
      Path unit = units.findFirst().orElseThrow();
      assertThat(unit.getFileName().toString()).startsWith("ingot-watch-").endsWith(".service");
      assertThat(install.out()).contains(Files.readString(unit), "systemctl daemon-reload");
      assertThat(Files.readString(unit))
          .contains(
              "ExecStart=\"" + temporary + "/in got$$\" watch -interval=30s \"" + folder + "\"",
              "Environment=\"INGOT_HOME=" + folder.resolveSibling("ingot-home") + "\"",
              "Restart=always");
    }
  }

  @Test
  void aWatchThatIsKilledIsFollowedByOneThatFinishes() throws Exception {
    settings("repair {\n  backoff = \"1ms\"\n  most_per_day = 100\n}\n");
    for (int lines = 2; lines <= 4; lines++) {
      assertThat(Ran.command(folder, "state", "rm", "terraform_data.web[1]").code()).isZero();
      Process process =
          Ran.process(folder, "watch", "-interval=1s", "-no-color")
              .redirectErrorStream(true)
              .start();
      try (BufferedReader reader = process.inputReader()) {
        for (int read = 0; read < lines; read++) {
          assertThat(reader.readLine()).as("line %d", read).isNotNull();
        }
        process.toHandle().destroyForcibly();
      }
      int _ = process.waitFor();
      Ran next = Ran.command(folder, "watch", "-once", "-no-color");
      assertThat(next.code()).as("killed after line %d: %s", lines, next.all()).isZero();
      assertThat(Ran.command(folder, "drift").code()).as(next.all()).isZero();
    }
  }
}
