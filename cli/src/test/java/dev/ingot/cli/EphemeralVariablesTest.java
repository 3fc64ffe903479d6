package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.invocation.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of variables that are never written down. */
final class EphemeralVariablesTest {
  private static final String CONFIGURATION =
      """
      variable "token" {
        ephemeral = true
      }
      resource "terraform_data" "a" {
        provisioner "local-exec" {
          command = "echo '${var.token}' > said"
        }
      }
      """;

  @Test
  void aSavedPlanNeedsThemAgainAndNeverShowsThem(@TempDir Path top) throws IOException {
    Path folder = Files.createDirectory(top.resolve("work"));
    Files.writeString(folder.resolve("main.tf"), CONFIGURATION);
    assertThat(Ran.command(folder, "plan", "-out=saved", "-var", "token=first-t0ken").code())
        .isZero();

    Ran without = Ran.command(folder, "apply", "saved");
    assertThat(without.code()).isEqualTo(ExitCode.ERROR);
    assertThat(without.err()).contains("The ephemeral input variable \"token\" was set");

    Ran with = Ran.command(folder, "apply", "-var", "token=second-t0ken", "saved");
    assertThat(with.code()).isZero();
    assertThat(with.out()).contains("suppressed due to ephemeral").doesNotContain("t0ken");
    assertThat(Files.readString(folder.resolve("said"))).isEqualTo("second-t0ken\n");
    assertThat(Files.readString(folder.resolve("terraform.tfstate"))).doesNotContain("t0ken");
  }
}
