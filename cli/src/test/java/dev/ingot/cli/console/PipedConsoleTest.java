package dev.ingot.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipedConsoleTest {
  @Test
  void timesAndRandomTextsAreKnownSinceNothingIsKept(@TempDir Path folder) {
    assertThat(Ran.piped("length(uuid())\n", folder, "console").out()).isEqualTo("36\n");
    assertThat(
            Ran.piped("timecmp(timestamp(), \"2020-01-01T00:00:00Z\")\n", folder, "console").out())
        .isEqualTo("1\n");
  }

  @Test
  void requiredVariablesWithoutAValueAreUnknown(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("main.tf"), "variable \"v\" {\n  type = list(string)\n}\n");
    assertThat(Ran.piped("type(var.v)\n", folder, "console").out()).isEqualTo("list(string)\n");
    assertThat(Ran.piped("length(var.v)\n", folder, "console").out())
        .isEqualTo("(known after apply)\n");
  }

  @Test
  void errorsOfTheConfigurationAreShownAndExpressionsEvaluated(@TempDir Path folder)
      throws Exception {
    Files.writeString(
        folder.resolve("main.tf"),
        """
        variable "n" {
          type    = number
          default = 1
          validation {
            condition     = var.n > 0
            error_message = "Too small."
          }
        }
        locals {
          bad  = tonumber("x")
          good = 5
        }
        """);
    Ran unsuitable =
        Ran.piped("[var.n, local.good, local.bad]\n", folder, "console", "-var", "n=x");
    assertThat(unsuitable.code()).isZero();
    assertThat(unsuitable.out()).contains("Due to the problems above").contains("  5,\n");
    assertThat(unsuitable.err())
        .contains("Invalid value for input variable", "Invalid function argument");
    Ran refused = Ran.piped("var.n\n", folder, "console", "-var", "n=-1");
    assertThat(refused.out()).endsWith("-1\n");
    assertThat(refused.err()).contains("Too small.");
  }
}
