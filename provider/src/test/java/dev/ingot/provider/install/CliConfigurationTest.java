package dev.ingot.provider.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.Result;
import dev.ingot.provider.install.CliConfiguration.InstallationMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliConfigurationTest {
  @TempDir Path folder;

  private Result<CliConfiguration> read(String text) throws Exception {
    Files.writeString(folder.resolve("config"), text);
    return CliConfigurationReader.read(folder, folder, Map.of("TF_CLI_CONFIG_FILE", "config"));
  }

  @Test
  void whatIsSaidOfHostsIsRead() throws Exception {
    CliConfiguration configuration =
        read("""
        plugin_cache_may_break_dependency_lock_file = true
        credentials "A.example.com" { token = "one" }
        credentials_helper "store" { args = ["--host-only", "x"] }
        host "b.example.com" {
          services = {
            "providers.v1" = "https://other.example.com/v1/"
          }
        }
        """)
            .get();
    assertThat(configuration.cacheMayBreakLockFile()).isTrue();
    assertThat(configuration.hosts().tokens()).containsEntry("a.example.com", "one");
    assertThat(configuration.hosts().toString()).doesNotContain("one");
    assertThat(configuration.hosts().helper())
        .contains(new CliConfiguration.HelperProgram("store", List.of("--host-only", "x")));
    assertThat(configuration.hosts().services())
        .containsEntry("b.example.com", Map.of("providers.v1", "https://other.example.com/v1/"));
  }

  @Test
  void theFilesInTheUsersFolderAreReadInOrder() throws Exception {
    Path more = Files.createDirectories(folder.resolve(".terraform.d"));
    Files.writeString(
        more.resolve("credentials.tfrc.json"),
        "{\"credentials\": {\"a.example.com\": {\"token\": \"logged in\"}}}");
    Files.writeString(more.resolve("more.tfrc"), "plugin_cache_dir = \"$HOME/cache\"");
    Files.writeString(more.resolve("other.txt"), "not read {{{");
    Result<CliConfiguration> result = CliConfigurationReader.read(folder, folder, Map.of());
    assertThat(result.diagnostics()).isEmpty();
    CliConfiguration usual = result.get();
    assertThat(usual.hosts().tokens()).containsEntry("a.example.com", "logged in");
    assertThat(usual.pluginCache()).contains(folder.resolve("cache"));
    CliConfiguration named = read("").get();
    assertThat(named.hosts().tokens()).containsEntry("a.example.com", "logged in");
    assertThat(named.pluginCache()).isEmpty();
  }

  @Test
  void aFileThatIsNamedAndMissingIsWarnedOf() {
    Result<CliConfiguration> result =
        CliConfigurationReader.read(folder, folder, Map.of("TF_CLI_CONFIG_FILE", "none"));
    assertThat(result.hasErrors()).isFalse();
    assertThat(result.diagnostics().getFirst().summary())
        .isEqualTo("Unable to open CLI configuration file");
  }

  @Test
  void aMirrorWithoutTlsIsRefused() throws Exception {
    Result<CliConfiguration> read =
        read("provider_installation { network_mirror { url = \"http://example.com/\" } }");
    assertThat(read.diagnostics().getFirst().detail()).contains("https://");
  }

  @Test
  void placesAndOverridesAreRead() throws Exception {
    CliConfiguration configuration =
        read("""
        # A comment, // another /* and a third */
        plugin_cache_dir = "$HOME/cache"
        credentials "app.example.com" { token = "x\\"y" }
        provider_installation {
          dev_overrides {
            "acme/mock" = "~/build"
            example.org/a/b = "/opt/b"
          }
          filesystem_mirror {
            path    = "/opt/plugins"
            include = ["example.com/*/*", "null"]
          }
          network_mirror { url = "https://mirror.example.com/" }
          direct { exclude = ["example.com/*/*"] }
        }
        """
                .replace("example.org/a/b =", "\"example.org/a/b\" ="))
            .get();
    assertThat(configuration.overrides())
        .containsEntry(ProviderAddress.parse("acme/mock"), folder.resolve("build"))
        .containsEntry(ProviderAddress.parse("example.org/a/b"), Path.of("/opt/b"));
    List<InstallationMethod> methods = configuration.methods().orElseThrow();
    assertThat(methods)
        .hasExactlyElementsOfTypes(
            InstallationMethod.Folder.class,
            InstallationMethod.NetworkMirror.class,
            InstallationMethod.Direct.class);
    assertThat(methods.getFirst().patterns().match(ProviderAddress.parse("example.com/a/b")))
        .isTrue();
    assertThat(methods.getFirst().patterns().match(ProviderAddress.parse("null"))).isTrue();
    assertThat(methods.getFirst().patterns().match(ProviderAddress.parse("random"))).isFalse();
    assertThat(methods.getLast().patterns().match(ProviderAddress.parse("example.com/a/b")))
        .isFalse();
  }

  @Test
  void withoutAFileNothingIsSaid() {
    CliConfiguration read = CliConfigurationReader.read(folder, folder, Map.of()).get();
    assertThat(read.methods()).isEmpty();
    assertThat(read.overrides()).isEmpty();
    assertThat(read.pluginCache()).isEmpty();
    assertThat(read.hosts()).isEqualTo(CliConfiguration.Hosts.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "provider_installation {",
        "provider_installation = 1",
        "provider_installation { magic { } }",
        "provider_installation { filesystem_mirror { } }",
        "provider_installation { filesystem_mirror { path = [1] } }",
        "provider_installation { direct { include = [\"a/b/c/d\"] } }",
        "provider_installation { dev_overrides { \"a b\" = \"/x\" } }",
        "a = \"",
        "a = [",
        "a = \"\\q\"",
        "a b c",
        "/* never ends",
        "{",
        "= 1"
      })
  void whatCannotBeReadIsSaid(String text) throws Exception {
    assertThat(read(text).hasErrors()).isTrue();
  }

  @Test
  void blocksNestToALimit() throws Exception {
    assertThat(read("a {".repeat(10_000)).hasErrors()).isTrue();
    assertThat(read("a = " + "[".repeat(10_000)).hasErrors()).isTrue();
  }
}
