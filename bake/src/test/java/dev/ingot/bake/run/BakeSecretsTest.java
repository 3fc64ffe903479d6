package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bake.BuildOutcome;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What a bake never shows. */
final class BakeSecretsTest extends BakeFixture {
  @Test
  void sensitiveValuesAreNeverShown() throws Exception {
    site.template(
        """
        variable "password" {
          sensitive = true
          default   = "hunter2"
        }
        source "fake" "web" {
          base = "b"
        }
        build {
          sources = ["source.fake.web"]
          provisioner "shell" {
            inline = ["say it is ${var.password}", "fail 1"]
          }
        }
        """);
    BuildOutcome outcome = site.bake();
    assertThat(outcome.toString()).contains("<sensitive>").doesNotContain("hunter2");
    assertThat(site.events().toString()).contains("it is <sensitive>").doesNotContain("hunter2");
    assertThat(site.registry().versions().in("web").toString()).doesNotContain("hunter2");
  }

  @Test
  void whatIsMadeOfSensitiveValuesIsNotShownEither() throws Exception {
    site.template(
        """
        variable "password" {
          sensitive = true
          default   = "hunter2"
        }
        variable "pin" {
          sensitive = true
          default   = 4711
        }
        source "fake" "web" {
          base = "b"
        }
        build {
          name        = "app"
          description = "has ${var.password}"
          sources     = ["source.fake.web"]
          provisioner "shell" {
            name   = "step ${var.password}"
            inline = [
              "say ${upper(var.password)} and ${base64encode("user:${var.password}")}",
              "say pin ${var.pin} of 14711",
              "put /a ${var.password}",
            ]
          }
          provisioner "shell" {
            inline = ["say ${sha256(var.password)}", "fail 1"]
          }
        }
        """);
    BuildOutcome outcome = site.bake();
    String all =
        outcome
            + site.events().toString()
            + site.registry().versions().in("web")
            + Files.readString(folder.resolve("one/work/test.pkr.hcl")).length();
    assertThat(all)
        .doesNotContainIgnoringCase("hunter2")
        .doesNotContain("dXNlcjpodW50ZXIy")
        .doesNotContain("pin 4711")
        .doesNotContain("f52fbd32b2b3b86ff88ef6c490628285f482af15ddcb29541f94bcf526a3f6c7")
        .contains("pin <sensitive> of 14711");
  }

  @Test
  void variablesOfScriptsAreOnNoCommandLine() throws Exception {
    site.template(
        web(
            """
            provisioner "shell" {
              environment_vars = ["TOKEN=hunter2"]
              inline           = ["show TOKEN"]
            }
            provisioner "shell" {
              environment_vars = ["TOKEN=hunter2"]
              execute_command  = "env {{ .Vars }} {{ .Path }}"
              inline           = ["show TOKEN"]
            }
            """));
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(site.commands().toString()).doesNotContain("hunter2").contains("TOKEN=\"$TOKEN\"");
    assertThat(site.events().toString()).contains("hunter2");
  }
}
