package dev.ingot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestroyCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void makeConfiguration() throws IOException {
    Files.writeString(
        folder.resolve("main.tf"),
        """
        data "terraform_remote_state" "other" {
          backend = "local"
          config  = { path = "other.tfstate" }
        }
        resource "terraform_data" "made" {
          input = data.terraform_remote_state.other.outputs.x
        }
        output "x" {
          value = terraform_data.made.output
        }
        """);
    Files.writeString(
        folder.resolve("other.tfstate"),
        "{\"version\": 4, \"outputs\": {\"x\": {\"value\": 1, \"type\": \"number\"}},"
            + " \"resources\": []}");
  }

  @Test
  void aDataSourceThatIsGoneKeepsNothingFromBeingDestroyed() throws IOException {
    assertThat(Ran.command(folder, "apply", "-auto-approve").code()).isZero();
    Files.delete(folder.resolve("other.tfstate"));
    Ran ran = Ran.command(folder, "destroy", "-auto-approve");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("Warning: Unable to find remote state", "Resources: 1 destroyed");
    assertThat(Ran.command(folder, "state", "list").out()).isBlank();
  }
}
