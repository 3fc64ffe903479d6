package dev.ingot.deploy.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.configuration.ComputedSources;
import dev.ingot.deploy.variable.StaticSources;
import dev.ingot.deploy.variable.VariableSources;
import dev.ingot.lang.Result;
import dev.ingot.lang.function.standard.FunctionTable;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sources of modules that are not constant. */
class ComputedInstallationTest extends InstallationFixture {
  private ComputedSources byVariables(Map<String, String> environment) {
    return StaticSources.of(
        new VariableSources(root, environment, List.of()),
        () ->
            new Setting(
                root,
                root,
                root,
                "default",
                Clock.systemUTC(),
                new Random(1),
                FunctionTable.standard(),
                10));
  }

  private static final String BY_VARIABLES =
      """
      module "m" {
        source  = "${local.host}/a/b/c"
        version = var.wanted
        inner   = var.wanted
      }
      module "l" {
        source = "./${var.folder}"
        inner  = "1.0.0"
      }
      variable "wanted" {
        default = "1.0.0"
      }
      variable "folder" {
        default = "here"
      }
      locals {
        host = join(".", ["example", "com"])
      }
      """;

  @Test
  void sourcesMayUseVariablesThatAreKnownBefore() throws IOException {
    Files.createDirectory(root.resolve("here"));
    Files.writeString(
        root.resolve("here/main.tf"),
        "module \"n\" {\n  source = \"example.com/a/b/c\"\n  version = var.inner\n}\n"
            + "variable \"inner\" {}\n");
    configure(BY_VARIABLES.replace("  inner   = var.wanted\n", ""));
    assertThat(problems()).contains("Variables not allowed");
    computed = byVariables(Map.of("TF_VAR_wanted", "~> 1.1"));
    installed();
    assertThat(told).contains("example.com/a/b/c 1.2.0 for m", "example.com/a/b/c 1.0.0 for l.n");
    assertThat(problems()).isEmpty();
    Configuration whole = Configuration.load(root, data, computed).get();
    Result<Configuration> stored = Configuration.load(whole.contents());
    assertThat(stored.diagnostics()).isEmpty();
    assertThat(stored.get().root().children()).containsOnlyKeys("l", "m");
    assertThat(stored.get().contents()).isEqualTo(whole.contents());
  }

  @Test
  void sourcesThatAreNotKnownBeforeAreRefused() throws IOException {
    computed = byVariables(Map.of());
    configure(
        "resource \"terraform_data\" \"x\" {}\n"
            + "variable \"s\" {\n"
            + "  sensitive = true\n"
            + "  default = \"./a\"\n"
            + "}\n"
            + "variable \"none\" {}\n"
            + "module \"a\" {\n"
            + "  source = terraform_data.x.id\n"
            + "}\n"
            + "module \"b\" {\n"
            + "  source = var.s\n"
            + "}\n"
            + "module \"c\" {\n"
            + "  source = var.none\n"
            + "}\n"
            + "module \"d\" {\n"
            + "  source = local.gone\n"
            + "}\n");
    assertThat(problems())
        .containsExactly(
            "Dynamic value in static context",
            "Unsuitable value type",
            "No value for required variable",
            "Invalid reference");
  }
}
