package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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

            Each of these refers to the next one, and the last one to the first, so that
            none can come before the others:
              terraform_data.a at main.tf line 1
              terraform_data.c at main.tf line 7
              terraform_data.b at main.tf line 4

            Take one of these references out.
            """);
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
