package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.invocation.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Taking away what was deployed. */
class DestroyTest {
  private static final String OTHER =
      """
      {"version": 4, "terraform_version": "1.11.4", "serial": 1,
       "lineage": "5d8bc8b2-4b8c-4d1a-8f0e-5a3c6c0b7f10",
       "outputs": {"name": {"value": "web", "type": "string"}}, "resources": []}
      """;

  @Test
  void withoutRefreshingNothingIsReadThatMayBeGone(@TempDir Path folder) throws IOException {
    Path other = Files.writeString(folder.resolve("other.tfstate"), OTHER);
    Files.writeString(
        folder.resolve("main.tf"),
        """
        data "terraform_remote_state" "other" {
          backend = "local"
          config  = { path = "other.tfstate" }
        }
        resource "terraform_data" "web" {
          for_each = toset([data.terraform_remote_state.other.outputs.name])
          input    = each.value
        }
        """);
    Ran applied = Ran.command(folder, "apply", "-auto-approve", "-no-color");
    assertThat(applied.code()).as(applied.all()).isZero();
    Files.delete(other);

    Ran refreshed = Ran.command(folder, "destroy", "-auto-approve", "-no-color");
    assertThat(refreshed.code()).as(refreshed.all()).isEqualTo(ExitCode.ERROR);
    assertThat(refreshed.all()).contains("Unable to find remote state");

    Ran destroyed = Ran.command(folder, "destroy", "-auto-approve", "-no-color", "-refresh=false");
    assertThat(destroyed.code()).as(destroyed.all()).isZero();
    assertThat(destroyed.all()).contains("Resources: 1 destroyed");
  }
}
