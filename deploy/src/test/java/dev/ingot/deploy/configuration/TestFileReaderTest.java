package dev.ingot.deploy.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TestFileReaderTest {
  private static final String TESTS =
      """
      provider "x" {
        version = "1"
      }
      mock_provider "x" {
      }
      run "a b" {
        command = plan
        plan_options {
          mode    = refresh-only
          refresh = false
        }
      }
      output "o" {
      }
      """;

  private static List<String> found(String tests) throws IOException {
    Diagnostics diagnostics = new Diagnostics();
    ConfigurationSource source = ConfigurationSource.stored(Map.of("a.tftest.hcl", tests));
    TestFileReader.check(source, "tests", diagnostics);
    return diagnostics.list().stream().map(Diagnostic::summary).toList();
  }

  @Test
  void theRulesOfTestFilesAreChecked() throws IOException {
    assertThat(found(TESTS))
        .containsExactlyInAnyOrder(
            "Unsupported block type",
            "Version constraints are not allowed in test files",
            "Invalid run block name",
            "Incompatible plan options");
  }

  @Test
  void whatIsExpectedToFailIsLookedAtInFilesWithoutMistakes() throws IOException {
    String expectation =
        """
        run "a" {
          expect_failures = [local.x, output.o]
        }
        """;
    assertThat(found(expectation)).containsExactly("Invalid `expect_failures` reference");
    assertThat(found(expectation + TESTS)).doesNotContain("Invalid `expect_failures` reference");
  }
}
