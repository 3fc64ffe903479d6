package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.invocation.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user is told who gives the program something it can't work with. */
class BadInputTest {
  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("configuration"));
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static void saysWithoutTrace(Ran ran, String... parts) {
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.all()).contains(parts).doesNotContain("\tat ", "Exception");
  }

  @Test
  void aCycleIsShownAsAPathWithPlaces() throws IOException {
    file(
        "main.tf",
        """
        resource "terraform_data" "a" {
          input = terraform_data.c.output
        }
        resource "terraform_data" "b" {
          input = terraform_data.a.output
        }
        resource "terraform_data" "c" {
          input = [terraform_data.b.output]
        }
        """);
    assertThat(Ran.command(folder, "validate", "-no-color").err())
        .isEqualTo(
            """

            Error: Cycle: terraform_data.a, terraform_data.c, terraform_data.b

              on main.tf line 1:
               1: resource "terraform_data" "a" {
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            Each of these refers to the next one, and the last one to the first:
              terraform_data.a at main.tf line 1
              terraform_data.c at main.tf line 7
              terraform_data.b at main.tf line 4

            Remove one of these references.
            """);
  }

  @Test
  void aSyntaxErrorOfAConfigurationIsShownWithItsPlace() throws IOException {
    file("main.tf", "resource \"terraform_data\" \"a\" {\n  input = [1, 2\n}\n");
    saysWithoutTrace(
        Ran.command(folder, "plan", "-no-color"),
        "Error: Missing item separator",
        "on main.tf line 3, in resource \"terraform_data\" \"a\":",
        "   3: }\n      ^\n",
        "Expected a comma");
  }

  @Test
  void aSyntaxErrorOfATemplateIsShownWithItsPlace() throws IOException {
    file("web.pkr.hcl", "source \"rootfs\" \"web\" {\n  base = \"scratch\n}\n");
    saysWithoutTrace(
        Ran.command(folder, "build", "."),
        "Error: ",
        "web.pkr.hcl line 2",
        "^",
        "nothing was baked");
  }

  @Test
  void aSyntaxErrorOfSettingsIsShownWithItsPlaceBeforeAnythingIsDone() throws IOException {
    file("main.tf", "resource \"terraform_data\" \"a\" {}\n");
    file("web.ingot.hcl", "rollout \"web\" {\n  target =\n}\n");
    saysWithoutTrace(
        Ran.command(folder, "up"), "Error: ", "web.ingot.hcl line 2", "^", "nothing was changed");
    assertThat(folder.resolve("terraform.tfstate")).doesNotExist();
  }

  @Test
  void anUnknownArgumentOfSettingsIsShownWithTheNearestName() throws IOException {
    file("main.tf", "resource \"terraform_data\" \"a\" {}\n");
    file(
        "web.ingot.hcl",
        """
        rollout "web" {
          target          = ingot_machine.web
          max_unavailabel = 1
        }
        """);
    saysWithoutTrace(
        Ran.command(folder, "up"),
        "web.ingot.hcl line 3",
        "^^^^^^^^^^^^^^^",
        "Did you mean\n\"max_unavailable\"?",
        "nothing was changed");
  }

  @Test
  void anUnknownVariableIsShownWithTheNearestName() throws IOException {
    file(
        "main.tf",
        """
        variable "message" {
          default = 1
        }
        resource "terraform_data" "a" {
          input = var.mesage
        }
        """);
    saysWithoutTrace(
        Ran.command(folder, "plan", "-no-color"),
        "Error: Reference to undeclared input variable",
        "on main.tf line 5, in resource \"terraform_data\" \"a\":",
        "   5:   input = var.mesage\n                ^^^^^^^^^^\n",
        "Did you mean",
        "\"message\"?");
  }

  @Test
  void anUnknownAttributeIsShownWithTheNearestName() throws IOException {
    file(
        "main.tf",
        """
        resource "terraform_data" "a" {
          input = 1
        }
        output "o" {
          value = terraform_data.a.outptu
        }
        """);
    saysWithoutTrace(
        Ran.command(folder, "plan", "-no-color"),
        "Error: Unsupported attribute",
        "on main.tf line 5, in output \"o\":",
        "^^^^^^^",
        "Did you mean \"output\"?");
  }

  @Test
  void anUnknownArgumentIsShownWithTheNearestName() throws IOException {
    file("main.tf", "resource \"terraform_data\" \"a\" {\n  inptu = 1\n}\n");
    saysWithoutTrace(
        Ran.command(folder, "plan", "-no-color"),
        "Error: Unsupported argument",
        "on main.tf line 2, in resource \"terraform_data\" \"a\":",
        "   2:   inptu = 1\n        ^^^^^\n",
        "Did you mean \"input\"?");
  }

  @Test
  void anUnknownFunctionIsShownWithTheNearestName() throws IOException {
    file("main.tf", "output \"o\" {\n  value = uper(\"a\")\n}\n");
    saysWithoutTrace(
        Ran.command(folder, "plan", "-no-color"),
        "Error: Call to unknown function",
        "on main.tf line 2, in output \"o\":",
        "   2:   value = uper(\"a\")\n                ^^^^\n",
        "Did you mean \"upper\"?");
  }

  @Test
  void aValueOfTheWrongTypeIsShownWithTheTypeThatIsWanted() throws IOException {
    file("main.tf", "resource \"terraform_data\" \"a\" {\n  count = \"three\"\n}\n");
    saysWithoutTrace(
        Ran.command(folder, "plan", "-no-color"),
        "on main.tf line 2, in resource \"terraform_data\" \"a\":",
        "   2:   count = \"three\"\n                ^^^^^^^\n",
        "a number is required");
  }

  @Test
  void aVariableGivenAValueOfTheWrongTypeIsShownWithItsDeclaration() throws IOException {
    file("main.tf", "variable \"port\" {\n  type = number\n}\n");
    saysWithoutTrace(
        Ran.command(folder, "plan", "-no-color", "-var", "port=many"),
        "on main.tf line 1:",
        "variable \"port\" {",
        "^^^^^^^^^^^^^^^",
        "number");
  }

  @Test
  void whoHoldsTheLockAndSinceWhenIsSaidOnce() throws Exception {
    file(
        "main.tf",
        """
        resource "terraform_data" "a" {
          provisioner "local-exec" {
            command = "touch begun; sleep 60"
          }
        }
        """);
    Process first =
        Ran.process(folder, "apply", "-auto-approve", "-no-color")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      while (Files.notExists(folder.resolve("begun")) && first.isAlive()) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      Ran second = Ran.command(folder, "up");
      saysWithoutTrace(
          second,
          "Error: Error acquiring the state lock",
          "Who:       ",
          "Operation: OperationTypeApply",
          "Created:   " + LocalDate.now(ZoneOffset.UTC).getYear());
      assertThat(second.all()).containsOnlyOnce("Lock Info:");
    } finally {
      first.descendants().forEach(ProcessHandle::destroyForcibly);
      first.destroyForcibly().waitFor();
    }
  }

  @Test
  void anUnknownVariableOfATemplateIsShownWithTheNearestName() throws IOException {
    file(
        "web.pkr.hcl",
        """
        variable "message" {
          default = "hello"
        }
        source "rootfs" "web" {
          base    = "scratch"
          command = ["/bin/true", var.mesage]
        }
        build {
          sources = ["source.rootfs.web"]
        }
        """);
    saysWithoutTrace(
        Ran.command(folder, "build", "."),
        "Error: Unknown variable",
        "web.pkr.hcl line 6",
        "var.mesage",
        "^^^^^^^^^^",
        "Did you mean \"message\"?",
        "nothing was baked");
  }

  @Test
  void aMissingBucketIsNamedWithWhatMakesOne() throws IOException {
    file(
        "main.tf",
        """
        terraform {
          required_providers {
            ingot = {
              source = "ingot.dev/ingot/ingot"
            }
          }
        }
        data "ingot_image" "web" {
          bucket  = "web"
          channel = "production"
        }
        """);
    saysWithoutTrace(
        Ran.command(folder, "plan", "-no-color"),
        "Error: Bucket not found",
        "on main.tf line 9, in data \"ingot_image\" \"web\":",
        "\"ingot build\" or \"ingot up\"");
  }

  @Test
  void aStateThatIsNoneIsLeftAlone() throws IOException {
    file("main.tf", "resource \"terraform_data\" \"a\" {}\n");
    file("terraform.tfstate", "{ \"version\": 4, ");
    saysWithoutTrace(
        Ran.command(folder, "apply", "-auto-approve", "-no-color"),
        "could not be parsed as JSON",
        "syntax error at byte offset 16");
    assertThat(folder.resolve("terraform.tfstate")).hasContent("{ \"version\": 4, ");
  }

  @Test
  void aLedgerThatIsNoneIsSaid() throws IOException {
    Path home = Files.createDirectory(temporary.resolve("damaged"));
    Files.writeString(home.resolve("ledger.db"), "this is not a database, not at all\n".repeat(99));
    saysWithoutTrace(
        Ran.command(folder, Map.of("INGOT_HOME", home.toString()), "history"), "ledger.db");
  }

  @Test
  void aHomeThatIsAFileIsSaid() throws IOException {
    Path home = Files.writeString(temporary.resolve("file"), "");
    Map<String, String> environment = Map.of("INGOT_HOME", home.toString());
    saysWithoutTrace(Ran.command(folder, environment, "history"), home.toString());
    saysWithoutTrace(Ran.command(folder, environment, "images"), home.toString());
  }

  @Test
  void aFaultIsKeptInAFileAndNotShown() throws IOException {
    String told = Fault.keep(new IllegalStateException("secret"), "plan", temporary);
    assertThat(told).contains("a bug in Ingot").doesNotContain("secret", "\tat ");
    Path kept = Path.of(told.substring(told.lastIndexOf(' ') + 1));
    assertThat(Files.readString(kept)).contains("ingot plan", "IllegalStateException: secret");
    assertThat(Files.getPosixFilePermissions(kept)).hasSize(2);
  }
}
