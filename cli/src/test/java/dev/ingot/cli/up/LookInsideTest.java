package dev.ingot.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.cli.Ran;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.driver.jail.JailDetector;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Throw-away copies of images: {@code ingot boot} and {@code ingot shell}. */
@TestInstance(Lifecycle.PER_CLASS)
final class LookInsideTest {
  private static final String TEMPLATE =
      """
      source "rootfs" "web" {
        base     = "scratch"
        commands = ["sh", "sleep", "cat"]
        command  = ["sh", "-c", "cat /message; echo $GREETING; [ -z $CODE ] || exit $CODE; exec sleep 1000"]
      }
      build {
        sources = ["source.rootfs.web"]
        provisioner "shell" {
          inline = ["echo sealed > /message"]
        }
      }
      """;

  private Path folder = Path.of("");
  private AgentHome home = AgentHome.of(Path.of(""));

  @BeforeAll
  void bake(@TempDir Path temporary) throws Exception {
    JailCapability capability = new JailDetector(temporary.resolve("trial")).detect();
    assumeTrue(capability.mode() != JailMode.NONE, () -> "skipped: " + capability.explanation());
    folder = Files.createDirectory(temporary.resolve("folder"));
    home = AgentHome.of(temporary.resolve("ingot-home"));
    Files.writeString(folder.resolve("web.pkr.hcl"), TEMPLATE);
    Ran baked = Ran.command(folder, "build", ".");
    assertThat(baked.code()).as(baked.out() + baked.err()).isZero();
  }

  @AfterAll
  void endAgent() throws Exception {
    LastAgent.end(home);
  }

  private void nothingIsLeft() throws Exception {
    try (AgentClient agent = AgentClient.connectIfRunning(home).orElseThrow()) {
      assertThat(agent.machines().all()).isEmpty();
    }
  }

  private record Ended(int code, String output) {}

  private Ended ended(String... words) throws Exception {
    Process process = Ran.process(folder, words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  @Test
  void aCopyThatEndsIsShownWithItsOutputAndItsCode() throws Exception {
    Ended well = ended("boot", "-env", "GREETING=hello", "-env=CODE=0", "web:v1");
    assertThat(well.output())
        .contains("A copy of web:v1 runs at 127.", "sealed\nhello\n", "exited with code 0");
    assertThat(well.code()).isZero();
    Ended badly = ended("boot", "-env=CODE=3", "web");
    assertThat(badly.output()).contains("The copy exited with code 3.");
    assertThat(badly.code()).isEqualTo(ExitCode.ERROR);
    nothingIsLeft();
  }

  @Test
  void aCopyThatRunsIsRemovedWhenItsCommandIsAskedToEnd() throws Exception {
    Process process = Ran.process(folder, "boot", "web:latest").redirectErrorStream(true).start();
    try (BufferedReader reader = process.inputReader()) {
      String line = reader.readLine();
      while (line != null && !line.equals("sealed")) {
        line = reader.readLine();
      }
      assertThat(line).isEqualTo("sealed");
      process.toHandle().destroy();
      assertThat(reader.lines()).contains("Stopping: the copy is removed.");
    }
    process.waitFor();
    nothingIsLeft();
  }

  @Test
  void aCommandRunsInsideAndGivesItsCode() throws Exception {
    Ended ran =
        ended(
            "shell",
            "web:v1",
            "--",
            "sh",
            "-c",
            "cat /message; touch /x; echo in $HOSTNAME; exit 7");
    assertThat(ran.output()).contains("sealed\n", "in web\n");
    assertThat(ran.code()).isEqualTo(7);
    nothingIsLeft();
  }

  @Test
  void aShellReadsWhatIsTyped() throws Exception {
    Process process = Ran.process(folder, "shell", "web").redirectErrorStream(true).start();
    process.getOutputStream().write("cat /message\nexit 5\n".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output).contains("sealed\n");
    assertThat(process.waitFor()).isEqualTo(5);
    nothingIsLeft();
  }

  @Test
  void whatIsNotThereIsNamed() throws Exception {
    assertThat(ended("boot", "web:v9").output()).contains("there is no version or channel web:v9");
    assertThat(ended("shell", "-env=x", "web").output()).contains("-env must be NAME=VALUE");
    assertThat(ended("boot", "ingot_machine.web[0]").output())
        .contains("There is no ingot_machine.web[0] in the state here");
  }
}
