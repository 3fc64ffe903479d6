package dev.ingot.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordingTest {
  private static final Diagnostic SAID =
      Diagnostic.error("Ingot can't", "Run:\n  ingot init\nSee web.ingot.hcl and INGOT_HOME.");

  @Test
  void theEnginesWordsAreIngotsOwn() {
    assertThat(Wording.of(Map.of()).told(SAID)).isEqualTo(SAID);
  }

  @Test
  void scriptsThatReadTerraformsWordsCanHaveThem() {
    Diagnostic told = Wording.of(Map.of("INGOT_WORDING", "terraform")).told(SAID);
    assertThat(told.summary()).isEqualTo("Terraform can't");
    assertThat(told.detail())
        .isEqualTo("Run:\n  terraform init\nSee web.ingot.hcl and INGOT_HOME.");
  }
}
