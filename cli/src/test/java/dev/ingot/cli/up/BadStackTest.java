package dev.ingot.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.cli.Ran;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.driver.jail.JailDetector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user is told whose templates, images or hosts don't do what {@code ingot up} needs. */
final class BadStackTest {
  private static final String TEMPLATE =
      """
      variable "line" {
        default = "true"
      }
      source "rootfs" "web" {
        base     = "scratch"
        commands = ["sh", "sleep", "cat"]
        command  = ["sh", "-c", "cat /message; [ ! -e /dead ] || exit 7; exec sleep 1000"]
      }
      build {
        sources = ["source.rootfs.web"]
        provisioner "shell" {
          inline = ["echo starting > /message", var.line]
        }
      }
      """;

  private static final String CONFIGURATION =
      """
      terraform {
        required_providers {
          ingot = {
            source = "ingot.dev/ingot/ingot"
          }
        }
      }
      variable "port" {
        type = number
      }
      data "ingot_image" "web" {
        bucket = "web"
      }
      resource "ingot_machine" "web" {
        image = data.ingot_image.web.digest
      }
      resource "ingot_balancer" "web" {
        port     = var.port
        backends = []
      }
      """;

  @TempDir Path temporary;
  private Path folder = Path.of("");
  private Path home = Path.of("");

  @BeforeEach
  void makeStack() throws IOException {
    JailCapability capability = new JailDetector(temporary.resolve("trial")).detect();
    assumeTrue(capability.mode() != JailMode.NONE, () -> "skipped: " + capability.explanation());
    folder = Files.createDirectory(temporary.resolve("stack"));
    home = temporary.resolve("ingot-home");
    Files.writeString(folder.resolve("web.pkr.hcl"), TEMPLATE);
    Files.writeString(folder.resolve("main.tf"), CONFIGURATION);
  }

  @AfterEach
  void endEverything() throws Exception {
    LastAgent.end(AgentHome.of(home));
  }

  private Ran up(String... words) throws IOException {
    String[] all = new String[words.length + 3];
    all[0] = "up";
    all[1] = "-var";
    all[2] = "port=" + freePort();
    System.arraycopy(words, 0, all, 3, words.length);
    return Ran.command(folder, all);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static void says(Ran ran, String... parts) {
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.all()).contains(parts).doesNotContain("\tat ", "Exception");
  }

  @Test
  void aCommandOfATemplateThatFailsIsShownWithItsExitCodeAndItsLastOutput() throws IOException {
    says(
        up("-var", "line=echo nearly there; no-such-program --now"),
        "Error: Provisioner failed: shell",
        "web.pkr.hcl line 11",
        "provisioner \"shell\" {",
        "^^^^^^^^^^^^^^^^^^^",
        "exited with code 127: a command was not found",
        "no-such-program --now",
        "Its last output:\n",
        "\n    nearly there\n",
        "no-such-program: not found",
        "Running machines were not touched.");
  }

  @Test
  void aMachineThatDiesAtOnceIsNamedWithWhatItPrinted() throws IOException {
    says(
        up("-var", "line=echo > /dead"),
        "Error: Machine exited at once",
        "main.tf line 14",
        "resource \"ingot_machine\" \"web\" {",
        "exited with code 7",
        "The last lines of its log:\n  starting\n");
  }

  @Test
  void aMachineThatUsersDoNotReachThroughItsBalancerIsNotDone() throws IOException {
    Files.writeString(
        folder.resolve("main.tf"),
        CONFIGURATION.replace(
            "backends = []", "backends = [\"${ingot_machine.web.address}:8080\"]"));
    Files.writeString(
        folder.resolve("web.ingot.hcl"),
        """
        rollout "web" {
          target           = ingot_machine.web
          min_healthy_time = "100ms"
          healthy_deadline = "1s"
        }
        """);
    Ran ran = up();
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.PAUSED);
    assertThat(ran.all()).contains("ingot_balancer.web answered: backend 127.", ":8080: ");
  }

  @Test
  void aPortThatIsTakenIsSaidWithWhoHoldsIt() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      says(
          Ran.command(folder, "up", "-var", "port=" + taken.getLocalPort()),
          "Error: Port already in use",
          "main.tf line 17",
          "resource \"ingot_balancer\" \"web\" {",
          "\" {\n",
          "port " + taken.getLocalPort() + " of 127.0.0.1 is already in use by process",
          Long.toString(ProcessHandle.current().pid()),
          "End that process, or give the balancer another port.");
    }
    Ran next = up();
    assertThat(next.code()).as("when it is free again: " + next.all()).isZero();
  }

  @Test
  void aChannelNobodyHasPromotedToIsNamedWithWhatPromotes() throws IOException {
    Files.writeString(
        folder.resolve("main.tf"),
        CONFIGURATION.replace("\"web\"\n}", "\"web\"\n  channel = \"stable\"\n}"));
    says(
        up(),
        "Error: Channel not found",
        "main.tf line 13",
        "channel = \"stable\"",
        "^^^^^^^^",
        "has no channel \"stable\"; its channels are latest",
        "promote \"stable\" { bucket =");
  }

  @Test
  void aDiskThatIsFullIsSaidAndTheSameCommandGoesOnWhenItIsNot() throws Exception {
    Path small = Files.createDirectory(temporary.resolve("small"));
    assumeTrue(
        mounted("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", small.toString()),
        "skipped: only root may mount a small disk");
    try {
      home = small.resolve("home");
      Map<String, String> environment = Map.of("INGOT_HOME", home.toString());
      Path filler = small.resolve("filler");
      Files.write(filler, new byte[11 << 20]);
      Ran full = Ran.command(folder, environment, "up", "-var", "port=" + freePort());
      says(full, small.toString(), "INGOT_HOME");
      assertThat(full.all()).containsAnyOf("No space left", "is full");
      Files.write(filler, new byte[1 << 20]);
      Ran next = Ran.command(folder, environment, "up", "-var", "port=" + freePort());
      assertThat(next.code()).as(next.all()).isZero();
    } finally {
      endEverything();
      assertThat(mounted("umount", "-l", small.toString())).isTrue();
    }
  }

  private static boolean mounted(String... command) throws Exception {
    return new ProcessBuilder(List.of(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
