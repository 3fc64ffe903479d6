package dev.ingot.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.Ran;
import dev.ingot.cli.invocation.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rollouts of what is no machine of the platform: processes that provisioners of {@code
 * terraform_data} start and end. The command is killed at lines in which it reports an event.
 * Whatever happens, the processes that run at the end are those of one version, and no others.
 */
final class ProcessRolloutTest {
  /** Every so many lines of the output, since each takes two JVMs; the two tests take turns. */
  private static final int STEP = 3;

  private static final String CONFIGURATION =
      """
      variable "release" {}

      variable "broken" {
        default = "no"
      }

      resource "terraform_data" "web" {
        count            = 2
        input            = { file = "${path.module}/pids/${count.index}-${var.release}", good = var.broken }
        triggers_replace = [var.release, var.broken]

        provisioner "local-exec" {
          command = "sleep 1000 >/dev/null 2>&1 & echo $! > ${self.output.file}"
        }

        provisioner "local-exec" {
          when    = destroy
          command = "if [ -e ${self.output.file} ]; then kill $(cat ${self.output.file}); rm ${self.output.file}; fi"
        }
      }

      output "files" {
        value = terraform_data.web[*].output.file
      }
      """;

  private static final String SETTINGS =
      """
      rollout "web" {
        target           = terraform_data.web
        min_healthy_time = "100ms"
        healthy_deadline = "1s"
        health_check "exec" {
          command  = ["sh", "-c", "kill -0 $(cat $(sed 's/.*\\"file\\":\\"\\\\([^\\"]*\\\\)\\".*/\\\\1/'))"]
          interval = "50ms"
        }
        health_check "condition" {
          condition = self.output.good == "no"
          interval  = "50ms"
        }
      }
      """;

  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void deployTheFirstVersion() throws IOException {
    folder = Files.createDirectory(temporary.resolve("stack"));
    Files.createDirectory(folder.resolve("pids"));
    Files.writeString(folder.resolve("main.tf"), CONFIGURATION);
    Files.writeString(folder.resolve("web.ingot.hcl"), SETTINGS);
    Ran first = Ran.command(folder, up("v1"));
    assertThat(first.code()).as(first.all()).isZero();
  }

  @AfterEach
  void endProcesses() throws IOException {
    for (String pid : pids()) {
      ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private static String[] up(String version, String... more) {
    return Stream.concat(
            Stream.of("up", "-no-color", "-var", "release=" + version), Stream.of(more))
        .toArray(String[]::new);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("pids"))) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private List<String> pids() throws IOException {
    List<String> pids = new ArrayList<>();
    for (String file : files()) {
      pids.add(Files.readString(folder.resolve("pids").resolve(file)).strip());
    }
    return pids;
  }

  /** Runs a command that is killed when it has printed so many lines; whether it was. */
  private boolean killedAfter(int lines, String... words) throws Exception {
    return killed(read -> read.size() == lines, words).size() >= lines;
  }

  /** Runs a command that is killed once it has printed what is waited for; what it printed. */
  private List<String> killed(Predicate<List<String>> when, String... words) throws Exception {
    Process process = Ran.process(folder, words).redirectErrorStream(true).start();
    List<String> read = new ArrayList<>();
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        read.add(line);
        if (when.test(read)) {
          process.toHandle().destroyForcibly();
        }
      }
    }
    int code = process.waitFor();
    assertThat(code)
        .as("killed after line %d: %s", read.size(), String.join("\n", read))
        .isIn(0, ExitCode.REVERTED, 137);
    return read;
  }

  /** The processes of a version run, and there is nothing else. */
  private void serves(String version) throws IOException {
    assertThat(files()).containsExactly("0-" + version, "1-" + version);
    for (String pid : pids()) {
      assertThat(ProcessHandle.of(Long.parseLong(pid))).isPresent();
    }
    assertThat(Files.readString(folder.resolve("terraform.tfstate"))).doesNotContain("deposed");
  }

  @Test
  void processesAreReplacedInWaves() throws IOException {
    Ran second = Ran.command(folder, up("v2"));
    assertThat(second.code()).as(second.all()).isZero();
    assertThat(second.all())
        .contains("wave 2 of 2", "terraform_data.web: 2 replaced (because of triggers_replace)");
    serves("v2");
  }

  @Test
  void aProcessThatIsNotHealthyIsTakenBack() throws IOException {
    Ran broken = Ran.command(folder, up("v2", "-var", "broken=yes"));
    assertThat(broken.code()).as(broken.all()).isEqualTo(ExitCode.REVERTED);
    assertThat(broken.all()).contains("condition answered: false");
    serves("v1");
  }

  @Test
  void whereverTheCommandIsKilledTheSameCommandGoesOn() throws Exception {
    boolean killed = true;
    for (int lines = 1; killed; lines += STEP) {
      String version = "v" + (lines + 1);
      killed = killedAfter(lines, up(version));
      Ran again = Ran.command(folder, up(version));
      assertThat(again.code()).as("killed after line %d: %s", lines, again.all()).isZero();
      serves(version);
    }
  }

  @Test
  void whereverABrokenChangeIsKilledTheSameCommandTakesItBack() throws Exception {
    String[] broken = up("v2", "-var", "broken=yes");
    boolean killed = true;
    for (int lines = 2; killed; lines += STEP) {
      killed = killedAfter(lines, broken);
      Ran again = Ran.command(folder, broken);
      assertThat(again.code())
          .as("killed after line %d: %s", lines, again.all())
          .isEqualTo(ExitCode.REVERTED);
      serves("v1");
    }
  }

  @Test
  void nothingRunsAfterDown() throws Exception {
    // When no provisioner runs, which would go on by itself.
    List<String> read = killed(all -> all.getLast().contains("healthy"), up("v2"));
    assertThat(read).noneMatch(line -> line.startsWith("Done in"));
    Ran down = Ran.command(folder, "down", "-no-color", "-var", "release=v2");
    assertThat(down.code()).as(down.all()).isZero();
    assertThat(files()).isEmpty();
  }
}
