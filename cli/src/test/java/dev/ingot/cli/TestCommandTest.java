package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.invocation.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the recorded sessions of {@code test} leave open. */
class TestCommandTest {
  @TempDir Path temporary = Path.of("");
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("configuration"));
    file(
        "main.tf",
        """
        variable "name" {
          default = "a"
        }
        resource "terraform_data" "it" {
          input = var.name
          provisioner "local-exec" {
            when    = destroy
            command = "echo gone >> gone.txt"
          }
        }
        output "name" {
          value = terraform_data.it.output
        }
        """);
  }

  private void file(String name, String text) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.resolveSibling("."));
    Files.writeString(path, text);
  }

  @Test
  void whatATestDeploysIsDestroyedAndNoStateIsWritten() throws IOException {
    file(
        "it.tftest.hcl",
        """
        run "deploys" {
          assert {
            condition     = output.name == "a"
            error_message = "no"
          }
        }
        """);
    Ran ran = Ran.command(folder, "test", "-no-color");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(folder.resolve("gone.txt")).hasContent("gone\n");
    assertThat(folder.resolve("terraform.tfstate")).doesNotExist();
  }

  /** A module that ends only when another run of it has begun. */
  private static final String MEETING =
      """
      variable "me" {}
      variable "other" {}
      resource "terraform_data" "it" {
        provisioner "local-exec" {
          command = <<-EOT
            touch ${var.me}
            for i in $(seq 600); do [ -e ${var.other} ] && exit 0; sleep 0.1; done
            exit 1
          EOT
        }
      }
      output "me" {
        value = var.me
      }
      """;

  private static String meeting(String me, String other, String rest) {
    return """
    run "%s" {
      state_key = "%s"
      variables {
        me    = "%s"
        other = "%s"
      }
      %s
    }
    """
        .formatted(me, me, me, other, rest);
  }

  @Test
  void runsThatMayRunInParallelDoAndAreReportedInTheirOrder() throws IOException {
    file("main.tf", MEETING);
    file(
        "it.tftest.hcl",
        "test {\n  parallel = true\n}\n"
            + meeting("a", "b", "")
            + meeting("b", "a", "")
            + meeting(
                "c", "c", "assert {\n condition = run.a.me == \"a\"\n error_message = \"no\"\n }")
            + meeting("d", "d", "parallel = false"));
    Ran ran = Ran.command(folder, "test", "-no-color");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(ran.out())
        .containsSubsequence("run \"a\"... pass", "run \"b\"... pass", "run \"c\"... pass")
        .contains("4 passed, 0 failed");
  }

  @Test
  void whatWaitsForARunThatCannotBeCarriedOutIsLeftOut() throws IOException {
    file("main.tf", MEETING);
    file(
        "it.tftest.hcl",
        "test {\n  parallel = true\n}\n"
            + "run \"bad\" {\n  state_key = \"bad\"\n  variables {\n    me = \"x\"\n  }\n}\n"
            + meeting("a", "a", "")
            + meeting(
                "c", "c", "assert {\n condition = run.bad.me == \"a\"\n error_message = \"no\"\n }")
            + meeting("d", "d", "parallel = false"));
    Ran ran = Ran.command(folder, "test", "-no-color");
    assertThat(ran.code()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.out())
        .contains("run \"bad\"... fail", "run \"a\"... pass")
        .contains("run \"c\"... skip", "run \"d\"... skip");
  }

  @Test
  void aRunOfAnotherModuleGivesLaterRunsItsOutputs() throws IOException {
    file("setup/main.tf", "output \"name\" {\n  value = \"from setup\"\n}\n");
    file(
        "tests/it.tftest.hcl",
        """
        run "setup" {
          module {
            source = "./setup"
          }
        }
        run "deploys" {
          variables {
            name = run.setup.name
          }
          assert {
            condition     = terraform_data.it.input == "from setup"
            error_message = "no"
          }
        }
        """);
    Ran ran = Ran.command(folder, "test", "-no-color");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(ran.out()).contains("Success! 2 passed, 0 failed.");
  }

  @Test
  void aNameThatIsNotInTheModuleIsAnErrorAtItsPlace() throws IOException {
    file(
        "it.tftest.hcl",
        """
        run "refers" {
          assert {
            condition     = local.nothing == 1
            error_message = "no"
          }
        }
        """);
    Ran ran = Ran.command(folder, "test", "-no-color");
    assertThat(ran.code()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err()).contains("Reference to undeclared local value", "it.tftest.hcl line 3");
  }

  @Test
  void aFileForOpenTofuPrecedesTheOneOfTheSameName() throws IOException {
    file("a.tftest.hcl", "run \"ours\" {}\n");
    file("a.tofutest.hcl", "run \"tofu\" {}\n");
    Ran ran = Ran.command(folder, "test", "-no-color");
    assertThat(ran.out()).contains("a.tofutest.hcl... in progress", "run \"tofu\"... pass");
    assertThat(ran.out()).doesNotContain("ours");
  }

  @Test
  void eventsCanGoToAFileBesideTheTextForPeople() throws IOException {
    file("a.tftest.hcl", "run \"one\" {}\n");
    Ran ran = Ran.command(folder, "test", "-no-color", "-json-into=events.json");
    assertThat(ran.out()).contains("run \"one\"... pass").doesNotContain("@level");
    assertThat(folder.resolve("events.json"))
        .content()
        .contains("\"type\":\"test_summary\"", "\"test_run\"");
  }

  @Test
  void runsElsewhereAreRefused() {
    Ran ran = Ran.command(folder, "test", "-cloud-run=example.org/a/b/c");
    assertThat(ran.code()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err()).contains("-cloud-run is not supported: tests run on this machine");
  }

  @Test
  void aFailingCheckThatNoRunExpectsFailsTheTestBeItInAModule() throws IOException {
    file(
        "inner/main.tf",
        """
        variable "name" {}
        check "short" {
          assert {
            condition     = length(var.name) < 3
            error_message = "inner: too long"
          }
        }
        """);
    file("more.tf", "module \"m\" {\n  source = \"./inner\"\n  name = var.name\n}\n");
    file(
        "first.tftest.hcl",
        "run \"short\" {}\nrun \"long\" {\n  variables {\n name = \"long\"\n}\n}\n");
    Ran ran = Ran.command(folder, "test", "-no-color");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.all())
        .contains("run \"short\"... pass", "run \"long\"... fail", "inner: too long");
  }

  @Test
  void aCheckThatFailedBeforeFailsARunThatChangesNothing() throws IOException {
    file(
        "check.tf",
        """
        check "long" {
          assert {
            condition     = length(terraform_data.it.output) > 3
            error_message = "too short"
          }
        }
        """);
    file(
        "it.tftest.hcl",
        """
        run "expects" {
          expect_failures = [check.long]
        }
        run "expects_nothing" {}
        """);
    Ran ran = Ran.command(folder, "test", "-no-color");
    assertThat(ran.all())
        .contains("run \"expects\"... pass", "run \"expects_nothing\"... fail", "too short");
  }

  @Test
  void whatEachRunPlannedOrDeployedIsShownWhereThatIsWanted() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("shown"));
    Files.writeString(
        folder.resolve("main.tf"),
        """
        resource "terraform_data" "a" {
          input = "x"
        }
        output "o" {
          value = terraform_data.a.output
        }
        """);
    Files.writeString(
        folder.resolve("a.tftest.hcl"),
        """
        run "one" {
          command = plan
        }
        run "two" {
        }
        """);
    String out = Ran.command(folder, "test", "-verbose", "-no-color").out();
    assertThat(out)
        .containsSubsequence(
            "  run \"one\"... pass\n",
            "  # terraform_data.a will be created\n",
            "Plan: 1 to add, 0 to change, 0 to destroy.\n",
            "  run \"two\"... pass\n\n# terraform_data.a:\nresource \"terraform_data\" \"a\" {\n",
            "Outputs:\n\no = \"x\"\n\n",
            "a.tftest.hcl... tearing down\n");
    assertThat(out.split("will be created", -1)).hasSize(2);
  }
}
