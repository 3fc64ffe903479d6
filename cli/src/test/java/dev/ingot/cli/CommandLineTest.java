package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.invocation.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("configuration"));
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void variablesAreAskedForInTheOrderOfNamesAndAnswersMayBePiped() throws IOException {
    file(
        "main.tf",
        """
        variable "second" {}
        variable "first" {
          description = "In words"
        }
        output "o" {
          value = "${var.first} ${var.second}"
        }
        """);
    Ran ran = Ran.piped("one\ntwo\n", folder, "plan", "-no-color");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(ran.out())
        .startsWith(
            """
            var.first
              In words

              Enter a value:\s
            var.second
              Enter a value:\s
            """)
        .contains("+ o = \"one two\"");
  }

  @Test
  void nobodyIsAskedWhereThatIsNotWanted() throws IOException {
    file("main.tf", "variable \"v\" {}\n");
    for (List<String> more : List.of(List.of("-input=false"), List.of("-json"))) {
      Ran ran = Ran.piped("x\n", folder, "plan", "-no-color", more.getFirst());
      assertThat(ran.code()).isEqualTo(ExitCode.ERROR);
      assertThat(ran.all())
          .contains("No value for required variable")
          .doesNotContain("Enter a value");
    }
  }

  @Test
  void aNumberIsANumber() {
    assertThat(Ran.command(folder, "plan", "-parallelism=abc").err())
        .contains("invalid value \"abc\" for flag -parallelism: parse error");
    assertThat(Ran.command(folder, "plan", "-parallelism=-3").err())
        .contains("The parallelism must be a positive value. Not -3.");
    assertThat(Ran.command(folder, "logs", "-lines=all", "x").err())
        .contains("invalid value \"all\" for flag -lines: parse error");
  }

  @Test
  void helpOfACommandNamesItsArguments() {
    assertThat(Ran.command(folder, "login", "-help").out())
        .contains("ingot login [options] [HOST]");
    assertThat(Ran.command(folder, "logout", "-help").out())
        .contains("ingot logout [options] [HOST]");
  }

  @Test
  void helpListsAllCommandsInColumns() {
    List<String> lines =
        Ran.command(folder, "help").out().lines().filter(line -> line.startsWith("  ")).toList();
    assertThat(lines)
        .anyMatch(line -> line.startsWith("  up "))
        .anyMatch(line -> line.startsWith("  rollback "))
        .anyMatch(line -> line.startsWith("  down "))
        .anyMatch(line -> line.startsWith("  state replace-provider "));
    assertThat(lines.stream().map(line -> line.lastIndexOf("  ") + 2).distinct()).hasSize(1);
  }

  @Test
  void everyHelpPageFitsTheTerminal() {
    List<String> overview = Ran.command(folder, "help").out().lines().toList();
    assertThat(overview).allMatch(line -> line.length() < 78);
    List<String> names =
        overview.stream()
            .filter(line -> line.matches("  [a-z].*"))
            .map(line -> line.strip().split("  ")[0])
            .toList();
    assertThat(names).hasSizeGreaterThan(40);
    for (String name : names) {
      Ran help = Ran.command(folder, (name + " -help").split(" "));
      assertThat(help.code()).as(name).isZero();
      assertThat(help.out()).as(name).startsWith("Usage: ingot " + name).doesNotEndWith("\n\n");
      assertThat(help.out().lines()).as(name).allMatch(line -> line.length() < 78);
    }
  }

  @Test
  void imagesToDeleteAreNamedAndOptionsOfPruneAreNotIgnored() {
    assertThat(Ran.command(folder, "images", "delete").err())
        .contains("needs the versions to delete, each as BUCKET:vN");
    for (String option : List.of("-cache", "-older-than=1h")) {
      assertThat(Ran.command(folder, "images", option).code()).isEqualTo(ExitCode.ERROR);
      assertThat(Ran.command(folder, "images", "delete", option, "web:v1").err())
          .contains("are options of ingot images prune");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"init", "providers lock", "providers mirror m", "plan"})
  void aVariableThatCannotBeReadIsNamedAndCalledNoBug(String command) throws IOException {
    file(
        "main.tf",
        """
        terraform {
          required_providers {
            random = {
              source = "hashicorp/random"
            }
          }
        }
        resource "random_pet" "a" {}
        """);
    for (String value : List.of("no JSON", "[]", "{\"a b\": {}}", "{\"random\": 1}")) {
      Ran ran = Ran.command(folder, Map.of("TF_REATTACH_PROVIDERS", value), command.split(" "));
      assertThat(ran.code()).as(value).isEqualTo(ExitCode.ERROR);
      assertThat(ran.unwrapped())
          .as(value)
          .contains("TF_REATTACH_PROVIDERS can't be used: ")
          .doesNotContain("bug in Ingot", "Source");
    }
  }

  @Test
  void stateCommandsRefuseWhatMakesNoSense() throws IOException {
    file("main.tf", "resource \"terraform_data\" \"a\" {\n  count = 2\n}\n");
    assertThat(Ran.command(folder, "apply", "-auto-approve").code()).isEqualTo(ExitCode.OK);
    assertThat(Ran.command(folder, "state", "list", "terraform_data.nope").code())
        .isEqualTo(ExitCode.ERROR);
    assertThat(Ran.command(folder, "state", "mv", "terraform_data.a", "terraform_data.b[0]").code())
        .isEqualTo(ExitCode.ERROR);
    assertThat(
            Ran.command(folder, "state", "mv", "terraform_data.a[0]", "data.terraform_data.a")
                .code())
        .isEqualTo(ExitCode.ERROR);
    Ran replaced =
        Ran.command(
            folder,
            "state",
            "replace-provider",
            "-auto-approve",
            "terraform.io/builtin/terraform",
            "acme/terraform");
    assertThat(replaced.out())
        .contains(
            "- terraform.io/builtin/terraform",
            "+ registry.terraform.io/acme/terraform",
            "Changing 1 resources:\n\n  terraform_data.a\n",
            "Successfully replaced provider for 1 resources.");
    assertThat(Files.readString(folder.resolve("terraform.tfstate")))
        .contains("provider[\\\"registry.terraform.io/acme/terraform\\\"]");
  }

  @Test
  void aStateInMemoryIsForTestsOfOtherPrograms() throws IOException {
    file(
        "main.tf",
        "terraform {\n  backend \"inmem\" {}\n}\nresource \"terraform_data\" \"a\" {}\n");
    assertThat(Ran.command(folder, "init").code()).isEqualTo(ExitCode.OK);
    assertThat(Ran.command(folder, "apply", "-auto-approve").code()).isEqualTo(ExitCode.OK);
    assertThat(Ran.command(folder, "state", "list").out()).isEmpty();
    file("main.tf", "terraform {\n  backend \"inmem\" {\n    lock_id = \"l-1\"\n  }\n}\n");
    assertThat(Ran.command(folder, "init", "-reconfigure").code()).isEqualTo(ExitCode.OK);
    assertThat(Ran.command(folder, "apply", "-auto-approve").err())
        .contains("Error acquiring the state lock", "l-1");
    assertThat(Ran.command(folder, "force-unlock", "-force", "l-2").code())
        .isEqualTo(ExitCode.ERROR);
    assertThat(Ran.command(folder, "force-unlock", "-force", "l-1").code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void deferredChangesAreRefusedWithTheReason() throws IOException {
    file("main.tf", "");
    for (String command : List.of("plan", "apply")) {
      Ran ran = Ran.command(folder, command, "-allow-deferral");
      assertThat(ran.code()).isEqualTo(ExitCode.ERROR);
      assertThat(ran.err()).contains("only valid in experimental builds of").contains("-target");
    }
  }

  @Test
  void aLogIsWrittenWhereItIsAskedFor() throws IOException {
    file("main.tf", "variable \"x\" {}\nresource \"terraform_data\" \"a\" {\n  input = var.x\n}\n");
    Path log = folder.resolve("command.log");
    Ran ran =
        Ran.command(
            folder,
            Map.of("TF_LOG", "debug", "TF_LOG_PATH", log.toString()),
            "apply",
            "-auto-approve",
            "-var",
            "x=hush-hush");
    assertThat(ran.code()).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(log))
        .contains(
            "[INFO]  the command begins: command=apply",
            "[DEBUG] the configuration is read",
            "[DEBUG] the state is opened: backend=local workspace=default",
            "[DEBUG] ApplyResourceChange was answered: provider=terraform.io/builtin/terraform"
                + " type=terraform_data",
            "[INFO]  the command has ended: command=apply code=0")
        .doesNotContain("hush");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void identitiesOfObjectsAreListed() throws IOException {
    file(
        "terraform.tfstate",
        """
        {"version":4,"terraform_version":"1.12.0","serial":3,"lineage":"l","outputs":{},
         "resources":[{"mode":"managed","type":"x_y","name":"n","provider":"provider[\\"a.io/b/x\\"]",
          "instances":[
             {"index_key":0,"schema_version":2,"attributes":{},"sensitive_attributes":[],
              "identity_schema_version":1,"identity":{"id": "e"}},
             {"index_key":1,"schema_version":2,"attributes":{},"sensitive_attributes":[]}]}],
         "check_results":null}
        """);
    assertThat(Ran.command(folder, "state", "identities").out())
        .isEqualTo("x_y.n[0] {\"id\":\"e\"}\n");
    assertThat(Ran.command(folder, "state", "identities", "-json", "x_y.n").out())
        .isEqualTo(
            "[{\"address\":\"x_y.n[0]\",\"identity_schema_version\":1,\"identity\":{\"id\":\"e\"}}]\n");
    assertThat(Ran.command(folder, "state", "identities", "x_y.m").code())
        .isEqualTo(ExitCode.ERROR);
  }

  @Test
  void argumentsOfTheEnvironmentFollowTheSecondWord(@TempDir Path temporary) throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("w"));
    Ran ran =
        Ran.command(
            folder, Map.of("TF_CLI_ARGS_workspace_list", "-unheard-of"), "workspace", "list");
    assertThat(ran.code()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err()).contains("-unheard-of");
    assertThat(
            Ran.command(
                    folder,
                    Map.of("TF_CLI_ARGS_workspace_list", "-unheard-of"),
                    "workspace",
                    "show")
                .code())
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void aQuoteThatDoesNotEndIsAnErrorThatNamesTheVariable(@TempDir Path temporary)
      throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("w"));
    Ran ran = Ran.command(folder, Map.of("TF_CLI_ARGS_plan", "-var 'a="), "plan");
    assertThat(ran.code()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err())
        .contains("Error parsing extra CLI args from TF_CLI_ARGS_plan: invalid command line");
  }

  @Test
  void aFolderToChangeToFollowsAnEqualsSign(@TempDir Path temporary) throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("w"));
    assertThat(Ran.command(folder, "-chdir", "sub", "plan").err())
        .contains("Invalid -chdir option: must include an equals sign");
  }

  @Test
  void whatToDoNextIsNotSaidInAutomation(@TempDir Path temporary) throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("w"));
    Files.writeString(folder.resolve("main.tf"), "output \"a\" {\n  value = 1\n}\n");
    Ran ran = Ran.command(folder, Map.of("TF_IN_AUTOMATION", "1"), "init");
    assertThat(ran.code()).isEqualTo(ExitCode.OK);
    assertThat(ran.all()).contains("successfully initialized").doesNotContain("You may now begin");
  }

  @Test
  void aCommandOfTwoWordsIsNotUnknownByItsFirst(@TempDir Path folder) {
    assertThat(Ran.command(folder, "state").err())
        .contains("needs a second word")
        .contains("state list");
    assertThat(Ran.command(folder, "state", "lst").err())
        .contains("no command named \"state lst\"")
        .contains("state list");
    assertThat(Ran.command(folder, "providers", "lst").err()).contains("providers schema");
    assertThat(Ran.command(folder, "lst").err()).contains("no command named \"lst\"");
  }

  @Test
  void theHelpOfAFirstWordListsItsCommands(@TempDir Path folder) {
    Ran ran = Ran.command(folder, "release", "-help");
    assertThat(ran.code()).isEqualTo(ExitCode.OK);
    assertThat(ran.out()).contains("release confirm  Confirm").contains("release abort ");
    assertThat(Ran.command(folder, "none", "-help").code()).isEqualTo(ExitCode.ERROR);
  }

  @Test
  void aFolderThatDoesNotExistIsNamed(@TempDir Path folder) throws IOException {
    Files.createFile(folder.resolve("file"));
    for (String command : List.of("up", "down", "status", "history", "drift", "rollback")) {
      Ran missing = Ran.command(folder, command, "none");
      assertThat(missing.code()).as(command).isEqualTo(ExitCode.ERROR);
      assertThat(missing.unwrapped())
          .as(command)
          .contains("There is no folder " + folder + "/none");
    }
    assertThat(Ran.command(folder, "status", "file").unwrapped()).contains("file is not a folder");
    assertThat(Ran.command(folder, "logs", "-folder=none", "t.a").unwrapped())
        .contains("There is no folder " + folder + "/none");
  }

  @Test
  void theGraphOfAPlanNeedsThePlan(@TempDir Path folder) {
    assertThat(Ran.command(folder, "graph", "-plan=none").code()).isEqualTo(1);
    assertThat(Ran.command(folder, "graph", "-type=plan").out())
        .endsWith("}\n")
        .doesNotEndWith("\n\n");
  }
}
