package dev.ingot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void makeConfiguration() throws IOException {
    Files.writeString(
        folder.resolve("main.tf"),
        """
        variable "v" {
          default = 1
        }
        resource "terraform_data" "a" {
          triggers_replace = var.v
        }
        resource "terraform_data" "b" {
          input            = terraform_data.a.id
          triggers_replace = var.v
          lifecycle {
            create_before_destroy = true
          }
        }
        resource "terraform_data" "c" {
          input      = terraform_data.b.id
          depends_on = [terraform_data.a]
        }
        output "o" {
          value = terraform_data.c.id
        }
        """);
  }

  private List<String> edges(String... words) {
    Ran ran = Ran.command(folder, words);
    assertThat(ran.code()).as(ran.err()).isZero();
    return ran.out()
        .lines()
        .filter(line -> line.contains(" -> "))
        .map(line -> line.strip().replace("[root] ", "").replace("terraform_data.", ""))
        .toList();
  }

  @Test
  void whatFollowsFromOtherDependenciesIsLeftOut() {
    assertThat(edges("graph")).containsExactly("\"b\" -> \"a\";", "\"c\" -> \"b\";");
  }

  @Test
  void theGraphOfAPlanHasWhatIsDoneToEachInstance() {
    assertThat(Ran.command(folder, "plan", "-out=p").code()).isZero();
    assertThat(edges("graph", "-plan=p"))
        .contains(
            "\"a (expand)\" -> \"var.v\"",
            "\"a\" -> \"a (expand)\"",
            "\"b (expand)\" -> \"a\"",
            "\"b\" -> \"b (expand)\"",
            "\"output.o (expand)\" -> \"c\"");
  }

  @Test
  void whatIsReplacedFirstGoesAfterItsUsersHaveChanged() {
    assertThat(Ran.command(folder, "apply", "-auto-approve").code()).isZero();
    assertThat(Ran.command(folder, "plan", "-var=v=2", "-out=p").code()).isZero();
    assertThat(edges("graph", "-plan=p"))
        .contains(
            "\"a (destroy)\" -> \"b (destroy)\"",
            "\"b (destroy)\" -> \"c\"",
            "\"c (expand)\" -> \"b\"");
  }

  @Test
  void usersAreDestroyedFirst() {
    assertThat(edges("graph", "-type=plan-destroy"))
        .containsExactly("\"root\" -> \"output.o (expand)\"");
    assertThat(Ran.command(folder, "apply", "-auto-approve").code()).isZero();
    assertThat(edges("graph", "-type=plan-destroy"))
        .contains(
            "\"a (destroy)\" -> \"b (destroy)\"",
            "\"b (destroy)\" -> \"c (destroy)\"",
            "\"root\" -> \"output.o (expand)\"");
  }

  @Test
  void aStateThatContradictsItselfIsDrawnAsItIs() throws IOException {
    assertThat(Ran.command(folder, "apply", "-auto-approve").code()).isZero();
    Path state = folder.resolve("terraform.tfstate");
    String text = Files.readString(state);
    assertThat(text).contains("\"terraform_data.b\"");
    Files.writeString(
        state,
        text.replaceFirst(
            "\"name\": \"a\",(?s:(.*?))\"schema_version\": 0,",
            "\"name\": \"a\",$1\"schema_version\": 0, \"dependencies\":"
                + " [\"terraform_data.c\"],"));
    assertThat(edges("graph", "-type=plan-destroy"))
        .contains("\"c (destroy)\" -> \"a (destroy)\"", "\"a (destroy)\" -> \"c (destroy)\"");
  }

  @Test
  void aFileThatIsNoPlanIsNamed() {
    assertThat(Ran.command(folder, "graph", "-plan=main.tf").err())
        .contains("Failed to load \"main.tf\" as a plan file");
    assertThat(Ran.command(folder, "graph", "-plan=none").err()).contains("there is no file none");
  }
}
