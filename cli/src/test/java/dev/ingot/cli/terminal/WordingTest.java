package dev.ingot.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Phrase;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordingTest {
  private static final Wording TERRAFORM = Wording.of(Map.of("INGOT_WORDING", "terraform"));

  private static final Diagnostic SAID =
      Diagnostic.error(
          Phrase.of("Ingot can't"),
          Phrase.of("Run:\n  ingot init\nIt is an Ingot file: %s.", "web.ingot.hcl of Ingot"));

  @Test
  void theEnginesWordsAreIngotsOwn() {
    assertThat(Wording.of(Map.of()).told(SAID)).isEqualTo(SAID);
    assertThat(SAID.detail())
        .isEqualTo("Run:\n  ingot init\nIt is an Ingot file: web.ingot.hcl of Ingot.");
  }

  @Test
  void scriptsThatReadTerraformsWordsCanHaveThem() {
    Diagnostic told = TERRAFORM.told(SAID);
    assertThat(told.summary()).isEqualTo("Terraform can't");
    assertThat(told.detail())
        .isEqualTo("Run:\n  terraform init\nIt is a Terraform file: web.ingot.hcl of Ingot.");
  }

  @Test
  void whatAUserWroteIsNotReplaced() {
    Diagnostic said = Diagnostic.error("Ingot went wrong", "run ingot apply on Ingot");
    assertThat(TERRAFORM.told(said)).isEqualTo(said);
  }
}
