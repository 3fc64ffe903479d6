package dev.ingot.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.cli.Ran;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.api.MachineRoot;
import dev.ingot.platform.driver.jail.JailDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drill: what a disaster takes is built again from ledger and registry. */
final class RecoverTest {
  private static final String TEMPLATE =
      """
      variable "message" {
        type = string
      }
      source "rootfs" "web" {
        base     = "scratch"
        commands = ["sh", "sleep", "cat"]
        command  = ["sh", "-c", "cat /message; exec sleep 1000"]
      }
      build {
        sources = ["source.rootfs.web"]
        provisioner "shell" {
          inline = ["echo ${var.message} > /message"]
        }
      }
      """;

  private static final String MACHINES =
      """
      terraform {
        required_providers {
          ingot = {
            source = "ingot.dev/ingot/ingot"
          }
        }
      }

      data "ingot_image" "web" {
        bucket = "web"
      }

      resource "ingot_machine" "web" {
        count = 2
        image = data.ingot_image.web.digest
      }
      """;

  private static final String SETTINGS =
      """
      rollout "web" {
        target           = ingot_machine.web
        max_unavailable  = 2
        min_healthy_time = "100ms"

        health_check "exec" {
          command  = ["cat", "/message"]
          interval = "100ms"
        }
      }
      """;

  private final Path temporary;
  private final Path folder;

  RecoverTest(@TempDir Path temporary) throws IOException {
    this.temporary = temporary;
    this.folder = Files.createDirectory(temporary.resolve("stack"));
  }

  @AfterEach
  void endEverything() throws Exception {
    wipeMachines();
  }

  private AgentHome home() {
    return AgentHome.of(temporary.resolve("ingot-home"));
  }

  private void wipeMachines() throws Exception {
    LastAgent.end(home());
  }

  private void wipeState() throws IOException {
    Files.deleteIfExists(folder.resolve("terraform.tfstate"));
    Files.deleteIfExists(folder.resolve("terraform.tfstate.backup"));
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        boolean _ = Files.deleteIfExists(file);
      }
    }
  }

  private List<String> images() throws Exception {
    try (AgentClient agent = AgentClient.connectIfRunning(home()).orElseThrow()) {
      return agent.machines().all().stream()
          .map(machine -> machine.spec().root())
          .filter(root -> root instanceof MachineRoot.Image)
          .map(Object::toString)
          .sorted()
          .toList();
    }
  }

  @Test
  void aFleetIsBuiltAgainOnAnEmptyHost() throws Exception {
    JailCapability capability = new JailDetector(temporary.resolve("trial")).detect();
    assumeTrue(capability.mode() != JailMode.NONE, () -> "skipped: " + capability.explanation());
    Files.writeString(folder.resolve("web.pkr.hcl"), TEMPLATE);
    Files.writeString(folder.resolve("main.tf"), MACHINES);
    Files.writeString(folder.resolve("web.ingot.hcl"), SETTINGS);
    for (String message : List.of("first", "second")) {
      Ran up = Ran.command(folder, "up", "-no-color", "-var", "message=" + message);
      assertThat(up.code()).as(up.all()).isZero();
    }
    List<String> before = images();
    wipeState();
    Ran refused = Ran.command(folder, "recover", "-no-color");
    assertThat(refused.code()).isEqualTo(ExitCode.ERROR);
    assertThat(refused.err()).contains("the state is lost, but machine m-", "-beside");
    assertThat(images()).isEqualTo(before);

    wipeMachines();
    delete(home().platform());
    long began = System.nanoTime();
    Ran recovered = Ran.command(folder, "recover", "-no-color");
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    assertThat(recovered.code()).as(recovered.all()).isZero();
    System.out.println("recovered " + before.size() + " machines in " + took.toMillis() + " ms");
    assertThat(images()).isEqualTo(before).hasSize(2);
    Ran logs = Ran.command(folder, "logs", "ingot_machine.web[0]");
    assertThat(logs.out()).as(logs.all()).contains("second");
    assertThat(Ran.command(folder, "drift", "-no-color").code()).isZero();
  }

  @Test
  void onlyWhatIsGoneIsCreatedAgain() throws IOException {
    Files.writeString(
        folder.resolve("main.tf"),
        """
        variable "text" {
          type = string
        }

        resource "terraform_data" "web" {
          count = 2
          input = var.text
        }

        output "ids" {
          value = terraform_data.web[*].id
        }
        """);
    Ran none = Ran.command(folder, "recover", "-no-color");
    assertThat(none.code()).isEqualTo(ExitCode.ERROR);
    assertThat(none.all()).contains("No release has been verified yet");
    assertThat(Ran.command(folder, "up", "-var", "text=one").code()).isZero();
    String ids = Ran.command(folder, "output", "-json", "ids").out();
    assertThat(Ran.command(folder, "state", "rm", "terraform_data.web[1]").code()).isZero();
    Files.writeString(folder.resolve("main.tf"), "# What is described by now does not count.\n");
    Ran part = Ran.command(folder, "recover", "-no-color");
    assertThat(part.code()).as(part.all()).isZero();
    String after = Ran.command(folder, "output", "-json", "ids").out();
    assertThat(after.split(",")[0]).isEqualTo(ids.split(",")[0]);
    assertThat(after.split(",")[1]).isNotEqualTo(ids.split(",")[1]);
    Ran again = Ran.command(folder, "recover", "-no-color");
    assertThat(again.code()).as(again.all()).isZero();
    assertThat(Ran.command(folder, "output", "-json", "ids").out()).isEqualTo(after);
    wipeState();
    Ran all = Ran.command(folder, "recover", "-no-color");
    assertThat(all.code()).as(all.all()).isZero();
    assertThat(Ran.command(folder, "state", "list").out())
        .contains("terraform_data.web[0]", "terraform_data.web[1]");
    assertThat(Ran.command(folder, "history", "-json").out()).contains("\"number\" : 3");
  }
}
