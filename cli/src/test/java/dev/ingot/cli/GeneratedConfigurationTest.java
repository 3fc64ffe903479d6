package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.invocation.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks for objects that are to be imported, as Terraform 1.11.4 writes them. */
class GeneratedConfigurationTest {
  private static final String[] PLAN = {
    "plan", "-no-color", "-generate-config-out=gen.tf", "-out=p"
  };

  @Test
  void objectsWithoutABlockGetOneThatIsAppliedWithThePlan(@TempDir Path folder) throws IOException {
    write(
        folder,
        """
        import {
          to = terraform_data.web
          id = "x\\"y"
        }
        import {
          to       = terraform_data.again
          id       = "z"
          provider = terraform.other
        }
        provider "terraform" {
          alias = "other"
        }
        """);
    Ran planned = Ran.command(folder, PLAN);
    assertThat(planned.code()).as(planned.all()).isZero();
    assertThat(planned.all())
        .contains("# (config will be generated)", "Config generation is experimental", "gen.tf");
    assertThat(folder.resolve("gen.tf"))
        .hasContent(
            """
            # __generated__ by Terraform
            # Please review these resources and move them into your main configuration files.

            # __generated__ by Terraform from "x\\"y"
            resource "terraform_data" "web" {
              input            = null
              triggers_replace = null
            }

            # __generated__ by Terraform from "z"
            resource "terraform_data" "again" {
              provider         = terraform.other
              input            = null
              triggers_replace = null
            }
            """);
    assertThat(Ran.command(folder, "show", "-json", "p").out())
        .contains("\"generated_config\":\"resource \\\"terraform_data\\\" \\\"web\\\" {\\n");
    Ran applied = Ran.command(folder, "apply", "-no-color", "p");
    assertThat(applied.all()).contains("Resources: 2 imported");

    Ran refused = Ran.command(folder, PLAN);
    assertThat(refused.code()).isEqualTo(ExitCode.ERROR);
    assertThat(refused.all()).contains("Target generated file already exists");
  }

  @Test
  void nothingIsWrittenWhereNothingIsMissing(@TempDir Path folder) throws IOException {
    write(folder, "resource \"terraform_data\" \"web\" {\n}\n");
    assertThat(Ran.command(folder, PLAN).code()).isZero();
    assertThat(folder.resolve("gen.tf")).doesNotExist();
  }

  @Test
  void onlyWholeResourcesAreGeneratedAndOnlyInNormalPlans(@TempDir Path folder) throws IOException {
    write(folder, "import {\n  to = terraform_data.web[\"a\"]\n  id = \"x\"\n}\n");
    Ran refused = Ran.command(folder, PLAN);
    assertThat(refused.code()).isEqualTo(ExitCode.ERROR);
    assertThat(refused.all()).contains("is not compatible with config generation");
    assertThat(Ran.command(folder, "plan", "-destroy", "-generate-config-out=gen.tf").all())
        .contains("Invalid generate-config-out flag");
    assertThat(folder.resolve("gen.tf")).doesNotExist();
  }

  private static void write(Path folder, String text) throws IOException {
    Files.writeString(folder.resolve("main.tf"), text);
  }
}
