package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.invocation.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans that leave something out, as OpenTofu 1.12 makes them. */
class ExcludeTest {
  private static final String CONFIGURATION =
      """
      resource "terraform_data" "a" {
      }
      resource "terraform_data" "b" {
        input = terraform_data.a.id
      }
      resource "terraform_data" "c" {
        count = 2
      }
      """;

  @Test
  void whatIsExcludedIsLeftOutWithItsDependents(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("main.tf"), CONFIGURATION);
    Files.writeString(folder.resolve("list"), "# one of two\n\nterraform_data.c[1]\n");
    assertThat(planned(folder, "-exclude=terraform_data.a")).containsExactly("c[0]", "c[1]");
    assertThat(planned(folder, "-exclude-file=list")).containsExactly("a", "b", "c[0]");
    assertThat(planned(folder, "-target-file=list")).containsExactly("c[1]");
  }

  @Test
  void whereAllElseIsDestroyedItsDependenciesStayToo(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("main.tf"), CONFIGURATION);
    assertThat(Ran.command(folder, "apply", "-auto-approve").code()).isZero();
    assertThat(planned(folder, "-destroy", "-exclude=terraform_data.b"))
        .containsExactly("c[0]", "c[1]");
    assertThat(planned(folder, "-destroy", "-exclude=terraform_data.a"))
        .containsExactly("b", "c[0]", "c[1]");
    Ran destroyed = Ran.command(folder, "destroy", "-auto-approve", "-exclude=terraform_data.b");
    assertThat(destroyed.code()).as(destroyed.all()).isZero();
    assertThat(Ran.command(folder, "state", "list").out().lines())
        .containsExactly("terraform_data.a", "terraform_data.b");
  }

  @Test
  void targetsAndExclusionsDontMix(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("main.tf"), CONFIGURATION);
    Ran refused =
        Ran.command(folder, "plan", "-exclude=terraform_data.a", "-target=terraform_data.c");
    assertThat(refused.code()).isEqualTo(ExitCode.ERROR);
    assertThat(refused.all()).contains("mutually-exclusive");
    assertThat(Ran.command(folder, "plan", "-exclude=x[").all()).contains("Invalid exclude");
    assertThat(Ran.command(folder, "plan", "-exclude-file=none").all())
        .contains("Unreadable exclude file");
  }

  @Test
  void conciseOperationsShowNoProgress(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("main.tf"), CONFIGURATION);
    Ran applied = Ran.command(folder, "apply", "-auto-approve", "-concise", "-no-color");
    assertThat(applied.all())
        .contains("Resources: 4 added")
        .doesNotContain("Creating...", "Creation complete");
    assertThat(Ran.command(folder, "plan", "-concise").all())
        .contains("No changes")
        .doesNotContain("Refreshing");
  }

  @Test
  void terraformHasNoneOfTheseOptions(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("main.tf"), CONFIGURATION);
    for (String option : List.of("exclude=terraform_data.a", "exclude-file=list", "concise")) {
      Ran refused = Ran.command(folder, Map.of("INGOT_WORDING", "terraform"), "plan", "-" + option);
      assertThat(refused.code()).isEqualTo(ExitCode.ERROR);
      assertThat(refused.err()).contains("flag provided but not defined: -");
    }
  }

  private static List<String> planned(Path folder, String... more) {
    String[] words = new String[more.length + 2];
    words[0] = "plan";
    words[1] = "-no-color";
    System.arraycopy(more, 0, words, 2, more.length);
    return Ran.command(folder, words)
        .out()
        .lines()
        .filter(line -> line.startsWith("  # terraform_data."))
        .map(line -> line.substring("  # terraform_data.".length(), line.indexOf(" will")))
        .toList();
  }
}
