package dev.ingot.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Provider configurations that module calls pass. */
final class PassedProvidersTest {
  private static List<String> said(String root, String module) {
    return Configuration.load(Map.of("main.tf", root, "m/main.tf", module)).diagnostics().stream()
        .map(PassedProvidersTest::line)
        .toList();
  }

  private static String line(Diagnostic diagnostic) {
    return diagnostic.severity().name().toLowerCase(java.util.Locale.ROOT)
        + ": "
        + diagnostic.summary()
        + " @ "
        + diagnostic.subject().orElseThrow();
  }

  @Test
  void whatIsPassedUnderAnotherProvidersNameIsRefused() {
    assertThat(
            said(
                """
                terraform {
                  required_providers {
                    y = { source = "a/y" }
                  }
                }
                module "m" {
                  source    = "./m"
                  providers = { x = y }
                }
                """,
                """
                terraform {
                  required_providers {
                    x = { source = "a/x" }
                  }
                }
                """))
        .containsExactly("error: Provider type mismatch @ main.tf:8,21-22");
  }

  @Test
  void aModuleWithItsOwnConfigurationCanNeitherBeRepeatedNorGivenAnother() {
    String configured = "provider \"x\" {\n  a = 1\n}\n";
    assertThat(said("module \"m\" {\n  source = \"./m\"\n  count  = 2\n}\n", configured))
        .containsExactly(
            "error: Module is incompatible with count, for_each, and depends_on @ main.tf:3,12-13");
    assertThat(
            said(
                """
                terraform {
                  required_providers {
                    x = { source = "hashicorp/x" }
                  }
                }
                module "m" {
                  source    = "./m"
                  providers = { x = x }
                }
                """,
                configured))
        .contains("error: Cannot override provider configuration @ main.tf:8,17-18");
    assertThat(said("module \"m\" {\n  source = \"./m\"\n}\n", configured)).isEmpty();
  }

  @Test
  void anEmptyConfigurationInAModuleIsAskedToBecomeARequirement() {
    assertThat(
            said(
                "module \"m\" {\n  source = \"./m\"\n  count  = 2\n}\n",
                "provider \"x\" {\n  alias = \"a\"\n}\nprovider \"x\" {\n  alias = \"b\"\n}\n"))
        .containsExactly("warning: Redundant empty provider block @ m/main.tf:1,1-13");
  }

  @Test
  void aNameDeclaredNowhereIsTakenForTheUsualProvider() {
    assertThat(said("module \"m\" {\n  source = \"./m\"\n  providers = { x = x }\n}\n", ""))
        .containsExactly(
            "warning: Reference to undefined provider @ main.tf:3,17-18",
            "warning: Reference to undefined provider @ main.tf:3,21-22");
  }
}
