package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.storage.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What damages the files in {@code .terraform}, and what it gives; each of a command that reads
 * them:
 *
 * <pre>
 *   environment: any damage                  an error; never another workspace
 *   terraform.tfstate (of the backend):      the same, or an error that asks for init; never
 *       any damage                           another place of the state
 *   modules/modules.json: any damage         the same, or an error that asks for init
 *   .terraform.lock.hcl: any damage          the same, or an error
 *   each of them: gone                       init is asked for; the default workspace
 *   a whole older copy                       as it was then
 * </pre>
 */
class DamagedFolderTest {
  private static final int STEP = Integer.getInteger("ingot.test.step", 3);

  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectory(temporary.resolve("configuration"));
    Files.createDirectories(folder.resolve("part"));
    Files.writeString(folder.resolve("part/main.tf"), "resource \"terraform_data\" \"b\" {}\n");
    Files.writeString(
        folder.resolve("main.tf"),
        """
        terraform {
          backend "local" {
            path = "states/main.tfstate"
          }
        }
        module "part" {
          source = "./part"
        }
        resource "terraform_data" "a" {}
        """);
    done("init");
    done("workspace", "new", "prod");
    done("apply", "-auto-approve");
  }

  private void done(String... words) {
    Ran ran = Ran.command(folder, words);
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
  }

  /**
   * Damages a file in every way.
   *
   * @return how often it was said, and not without any effect
   */
  private int noticed(Path file, String... words) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Ran undamaged = Ran.command(folder, words);
    assertThat(undamaged.code()).as(undamaged.all()).isEqualTo(ExitCode.OK);
    int noticed = 0;
    List<Damage> all = Damage.all(whole);
    for (int i = 0; i < all.size(); i += STEP) {
      String what = file.getFileName() + ", " + all.get(i).what();
      Files.write(file, all.get(i).content());
      Ran ran = Ran.command(folder, words);
      assertThat(ran.all()).as(what).doesNotContain("bug in Ingot").doesNotContain("Exception");
      if (ran.code() == ExitCode.OK) {
        assertThat(sorted(ran)).as(what).isEqualTo(sorted(undamaged));
      } else {
        assertThat(ran.code()).as(what).isEqualTo(ExitCode.ERROR);
        assertThat(ran.err()).as(what).isNotBlank();
        noticed++;
      }
    }
    Files.write(file, whole);
    assertThat(sorted(Ran.command(folder, words))).isEqualTo(sorted(undamaged));
    return noticed;
  }

  /** Two objects are read in any order. */
  private static List<String> sorted(Ran ran) {
    return ran.out().lines().sorted().toList();
  }

  @Test
  void noDamageSelectsAnotherWorkspace() throws IOException {
    Path file = folder.resolve(".terraform/environment");
    int ways = Damage.all(Files.readAllBytes(file)).size();
    assertThat(noticed(file, "plan", "-lock=false")).isEqualTo((ways + STEP - 1) / STEP);
    assertThat(noticed(file, "state", "list")).isEqualTo((ways + STEP - 1) / STEP);
    Files.writeString(file, "prof");
    Ran ran = Ran.command(folder, "apply", "-auto-approve");
    assertThat(ran.err())
        .contains("The workspace \"prof\", which")
        .contains("There are: default, prod.");
    assertThat(folder.resolve("terraform.tfstate.d/prof")).doesNotExist();
    Files.writeString(file, "");
    assertThat(Ran.command(folder, "plan").err()).contains("is empty and doesn't say which");
    done("workspace", "select", "prod");
    done("plan", "-detailed-exitcode");
  }

  @Test
  void theEnvironmentMaySelectANewWorkspace() {
    Ran ran = Ran.command(folder, Map.of("TF_WORKSPACE", "fresh"), "plan", "-lock=false");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(ran.out()).contains("2 to add");
  }

  @Test
  void noDamageMovesTheStateToAnotherPlace() throws IOException {
    Path file = folder.resolve(".terraform/terraform.tfstate");
    assertThat(noticed(file, "state", "list")).isGreaterThan(100 / STEP);
    Files.delete(file);
    assertThat(Ran.command(folder, "plan").err()).contains("ingot init");
  }

  @Test
  void noDamageOfTheListOfModulesReadsAnotherModule() throws IOException {
    Path file = folder.resolve(".terraform/modules/modules.json");
    int _ = noticed(file, "plan", "-lock=false");
    Files.delete(file);
    Ran ran = Ran.command(folder, "plan", "-lock=false");
    assertThat(ran.all()).doesNotContain("bug in Ingot");
  }

  @Test
  void noDamageOfTheLockFileIsABug() throws IOException {
    Path file = folder.resolve(".terraform.lock.hcl");
    Files.writeString(
        file,
        """
        provider "registry.terraform.io/hashicorp/random" {
          version     = "3.7.2"
          constraints = "~> 3.0"
          hashes = ["h1:2BDfrH0gFQJQG5nGWDPYO6YbWmQzSTCxo/6bAGyZ5fU="]
        }
        """);
    int _ = noticed(file, "state", "list");
  }

  @Test
  void anOlderCopyOfTheFolderIsTheFolderOfThen() throws IOException {
    Path file = folder.resolve(".terraform/environment");
    String older = Files.readString(file);
    done("workspace", "new", "next");
    Files.writeString(file, older);
    done("plan", "-detailed-exitcode");
  }
}
