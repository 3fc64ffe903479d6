package dev.ingot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckDataTest {
  @TempDir Path folder;

  private void configuration(String command) throws IOException {
    Files.writeString(
        folder.resolve("main.tf"),
        """
        resource "terraform_data" "made" {
          provisioner "local-exec" {
            command = "%s"
          }
        }
        check "made" {
          data "terraform_remote_state" "other" {
            backend = "local"
            config  = { path = "other.tfstate" }
          }
          assert {
            condition     = data.terraform_remote_state.other.outputs.x == 1
            error_message = "x is not 1"
          }
        }
        """
            .formatted(command));
    Files.writeString(
        folder.resolve("prepared"),
        "{\"version\": 4, \"outputs\": {\"x\": {\"value\": 1, \"type\": \"number\"}},"
            + " \"resources\": []}");
  }

  @Test
  void whatACheckReadsIsReadWhenEverythingIsMade() throws IOException {
    configuration("sleep 0.2; mv prepared other.tfstate");
    Ran ran = Ran.command(folder, "apply", "-auto-approve");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .containsSubsequence("made: Creation complete", "other: Reading...", "Apply complete")
        .contains("1 added")
        .doesNotContain("Unable to find remote state");
  }

  @Test
  void aCheckReadsNothingWhereSomethingFailed() throws IOException {
    configuration("exit 1");
    Ran ran = Ran.command(folder, "apply", "-auto-approve");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out().substring(ran.out().indexOf("Creating..."))).doesNotContain("Reading...");
  }
}
