package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.invocation.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations with an {@code encryption} block. */
final class EncryptedProjectTest {
  private static final Map<String, String> KEY = Map.of("TF_VAR_p", "correct-horse-battery");
  private static final Map<String, String> OTHER_KEY = Map.of("TF_VAR_p", "another-horse-battery");
  private static final String BLOCK =
      """
      variable "p" {
        sensitive = true
      }
      locals {
        passphrase = "${var.p}-staple"
      }
      terraform {
        encryption {
          key_provider "pbkdf2" "k" {
            passphrase = local.passphrase
            iterations = 200000
          }
          method "aes_gcm" "m" {
            keys = key_provider.pbkdf2.k
          }
          state {
            method   = method.aes_gcm.m
            enforced = true
          }
          plan {
            method = method.aes_gcm.m
          }
          remote_state_data_sources {
            remote_state_data_source "other" {
              method = method.aes_gcm.m
            }
          }
        }
      }
      """;

  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void configure() throws IOException {
    folder = Files.createDirectory(temporary.resolve("configuration"));
    Files.writeString(folder.resolve("encryption.tf"), BLOCK);
    Files.writeString(
        folder.resolve("main.tf"),
        "resource \"terraform_data\" \"a\" {\n  input = upper(\"t0psecret\")\n}\n"
            + "output \"o\" {\n  value = terraform_data.a.output\n}\n");
  }

  private Ran run(String... words) {
    Ran ran = Ran.command(folder, KEY, words);
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    return ran;
  }

  private void assertNothingReadable() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as("%s", file)
            .doesNotContain("T0PSECRET", "correct-horse");
      }
    }
  }

  @Test
  void statesAndPlansAreReadableWithTheKeyOnly() throws IOException {
    run("plan", "-out", "saved");
    assertNothingReadable();
    assertThat(run("show", "saved").out()).contains("T0PSECRET");
    Ran refused = Ran.command(folder, OTHER_KEY, "apply", "saved");
    assertThat(refused.code()).isEqualTo(ExitCode.ERROR);
    assertThat(refused.err()).contains("The key is another one, or the data is damaged");
    run("apply", "saved");
    assertNothingReadable();
    assertThat(run("output", "-raw", "o").out()).isEqualTo("T0PSECRET");
    byte[] before = Files.readAllBytes(folder.resolve("terraform.tfstate"));
    for (String command : new String[] {"plan", "show", "output", "console"}) {
      Ran ran = Ran.command(folder, OTHER_KEY, command);
      assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.ERROR);
      assertThat(ran.all()).doesNotContain("another-horse");
    }
    assertThat(folder.resolve("terraform.tfstate")).hasBinaryContent(before);
  }

  @Test
  void aPlanThatIsNotEncryptedIsRefusedWhereItHasToBe() throws IOException {
    Files.writeString(
        folder.resolve("encryption.tf"), BLOCK.replace("plan {", "plan {\n enforced = true\n"));
    Path other = Files.createDirectory(temporary.resolve("other"));
    Files.writeString(other.resolve("main.tf"), "");
    assertThat(Ran.command(other, "plan", "-out", "saved").code()).isEqualTo(ExitCode.OK);
    Ran ran = Ran.command(folder, KEY, "apply", other.resolve("saved").toString());
    assertThat(ran.code()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err()).contains("The plan is not encrypted");
  }

  @Test
  void otherStatesAreReadWithTheKeyOfTheirDataSource() throws IOException {
    run("apply", "-auto-approve");
    Path reader = Files.createDirectory(temporary.resolve("reader"));
    Files.writeString(reader.resolve("encryption.tf"), BLOCK);
    String data =
        """
        data "terraform_remote_state" "NAME" {
          backend = "local"
          config = {
            path = "../configuration/terraform.tfstate"
          }
        }
        output "o" {
          value = data.terraform_remote_state.NAME.outputs.o
        }
        """;
    Files.writeString(reader.resolve("main.tf"), data.replace("NAME", "other"));
    Ran ran = Ran.command(reader, KEY, "plan");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(ran.out()).contains("T0PSECRET");
    Files.writeString(reader.resolve("main.tf"), data.replace("NAME", "unnamed"));
    assertThat(Ran.command(reader, KEY, "plan").code()).isEqualTo(ExitCode.ERROR);
  }

  @Test
  void aStateThatWasLeftInAFileCanBePushedAsItIs() throws IOException {
    run("apply", "-auto-approve");
    Path state = folder.resolve("terraform.tfstate");
    Files.move(state, folder.resolve("errored.tfstate"));
    run("state", "push", "errored.tfstate");
    assertThat(run("state", "list").out()).contains("terraform_data.a");
    assertNothingReadable();
  }

  @Test
  void nothingIsReadOrWrittenWhereAFileOfTheConfigurationHasErrors() throws IOException {
    run("apply", "-auto-approve");
    byte[] before = Files.readAllBytes(folder.resolve("terraform.tfstate"));
    Files.writeString(folder.resolve("encryption.tf"), BLOCK + "variable \"p\" {}\n");
    for (String[] command :
        new String[][] {
          {"state", "list"},
          {"state", "rm", "terraform_data.a"},
          {"state", "push", "-force", "terraform.tfstate"},
          {"state", "pull"},
          {"workspace", "new", "other"},
          {"output"},
          {"show"}
        }) {
      Ran ran = Ran.command(folder, KEY, command);
      assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.ERROR);
      assertThat(ran.err()).contains("Duplicate variable declaration");
    }
    assertThat(folder.resolve("terraform.tfstate")).hasBinaryContent(before);
  }

  @Test
  void terraformDoesNotKnowTheBlock() {
    Ran ran = Ran.command(folder, Map.of("INGOT_WORDING", "terraform"), "validate");
    assertThat(ran.code()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err()).contains("Blocks of type \"encryption\" are not expected here.");
  }
}
