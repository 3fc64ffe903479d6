package dev.ingot.provider.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.Result;
import dev.ingot.lang.version.Version;
import dev.ingot.provider.install.CliConfiguration.InstallationMethod;
import dev.ingot.provider.registry.RegistryException;
import dev.ingot.provider.registry.TestRegistry;
import dev.ingot.registry.distribution.OciCredential;
import dev.ingot.registry.distribution.OciCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers from repositories of an OCI registry. */
class OciMirrorTest {
  private static final Platform PLATFORM = new Platform("linux", "amd64");
  private static final ProviderAddress ADDRESS =
      ProviderAddress.parse("registry.terraform.io/acme/mock");
  private static final OciCredentials USER =
      (_, _) -> Optional.of(new OciCredential.Basic("user", "pass"));

  @TempDir Path folder = Path.of("");
  private final FakeOciMirror registry;
  private Downloads downloads = new Downloads(folder);

  OciMirrorTest() throws Exception {
    registry = new FakeOciMirror("providers/acme/mock");
  }

  @BeforeEach
  void fill() {
    downloads = new Downloads(folder.resolve("downloads"));
    registry.push("1.0.0", "linux", "amd64", TestRegistry.archive("1.0.0", "linux_amd64"));
    registry.push("latest", "linux", "amd64", TestRegistry.archive("1.0.0", "linux_amd64"));
    registry.push("1.1.0_meta", "linux", "amd64", TestRegistry.archive("1.1.0", "linux_amd64"));
  }

  @AfterEach
  void stop() throws IOException {
    downloads.close();
    registry.close();
  }

  private OciMirror mirror(OciCredentials credentials) {
    return new OciMirror(
        registry.client(credentials),
        new OciTemplate(registry.host() + "/providers/${namespace}/${type}"),
        AddressPatterns.ALL,
        downloads);
  }

  private static Version version(String text) {
    return Version.parse(text).orElseThrow();
  }

  @Test
  void tagsThatAreVersionsAreFoundOnAllPages() throws Exception {
    assertThat(mirror(OciCredentials.NONE).versions(ADDRESS))
        .containsExactlyInAnyOrder(version("1.0.0"), version("1.1.0+meta"));
  }

  @Test
  void theArchiveOfAPlatformIsFetchedByItsDigest() throws Exception {
    Optional<ProviderPackage> found =
        mirror(OciCredentials.NONE).find(ADDRESS, version("1.1.0+meta"), PLATFORM);
    assertThat(found).isPresent();
    assertThat(((ProviderPackage.Downloaded) found.get()).archive())
        .hasBinaryContent(TestRegistry.archive("1.1.0", "linux_amd64"));
    assertThat(
            mirror(OciCredentials.NONE)
                .find(ADDRESS, version("1.0.0"), new Platform("linux", "arm64")))
        .isEmpty();
    assertThat(mirror(OciCredentials.NONE).find(ADDRESS, version("9.0.0"), PLATFORM)).isEmpty();
    assertThat(
            mirror(OciCredentials.NONE)
                .versions(ProviderAddress.parse("registry.terraform.io/acme/other")))
        .isEmpty();
  }

  @Test
  void anArchiveThatIsNotWhatItsDigestSaysIsRefused() {
    registry.damage();
    assertThatThrownBy(() -> mirror(OciCredentials.NONE).find(ADDRESS, version("1.0.0"), PLATFORM))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("has another digest");
  }

  @Test
  void whatIsNoProviderIsRefused() {
    registry.tag("2.0.0", "{\"schemaVersion\":2,\"layers\":[]}");
    assertThatThrownBy(() -> mirror(OciCredentials.NONE).find(ADDRESS, version("2.0.0"), PLATFORM))
        .hasMessageContaining("is not an index of a provider");
  }

  @Test
  void aTokenIsHadForAUserWhereTheRegistryAsks() throws Exception {
    registry.needToken();
    assertThat(mirror(USER).find(ADDRESS, version("1.0.0"), PLATFORM)).isPresent();
    assertThat(registry.asked())
        .extracting(asked -> asked.target())
        .filteredOn(target -> target.startsWith("/token?"))
        .containsExactly("/token?service=oci&scope=pull%2Cx");
    assertThatThrownBy(() -> mirror(OciCredentials.NONE).versions(ADDRESS))
        .hasMessageContaining("requires other credentials");
  }

  @Test
  void aTokenThatHasBecomeTooOldIsReplaced() throws Exception {
    registry.needToken();
    OciMirror mirror = mirror(USER);
    assertThat(mirror.versions(ADDRESS)).hasSize(2);
    registry.expireToken();
    assertThat(mirror.find(ADDRESS, version("1.0.0"), PLATFORM)).isPresent();
  }

  @Test
  void aPageWithoutEncryptionIsNotAskedFor() throws Exception {
    registry.leadTo("http://" + registry.host());
    assertThat(mirror(OciCredentials.NONE).versions(ADDRESS)).containsExactly(version("1.0.0"));
  }

  @Test
  void partsWithoutADigestAreRefused() {
    for (String part :
        List.of(
            "{\"digest\":\"latest\",\"size\":1}",
            "{\"digest\":\"sha256:a b\",\"size\":1}",
            "{\"size\":1}")) {
      registry.tag("3.0.0", "{\"schemaVersion\":2,\"manifests\":[" + part + "]}");
      assertThatThrownBy(
              () -> mirror(OciCredentials.NONE).find(ADDRESS, version("3.0.0"), PLATFORM))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("something else than a SHA-256 digest");
    }
  }

  private Result<CliConfiguration> read(String text, Map<String, String> environment)
      throws IOException {
    Path file = Files.writeString(folder.resolve("cli.tfrc"), text);
    java.util.HashMap<String, String> all = new java.util.HashMap<>(environment);
    all.put("TF_CLI_CONFIG_FILE", file.toString());
    return CliConfigurationReader.read(folder, folder, all);
  }

  @Test
  void theMirrorOfAConfigurationIsRead() throws Exception {
    Result<CliConfiguration> read =
        read(
            """
            provider_installation {
              oci_mirror {
                repository_template = "example.com/providers/${namespace}/${type}"
                include             = ["registry.opentofu.org/*/*"]
              }
            }
            """,
            Map.of());
    assertThat(read.diagnostics()).isEmpty();
    assertThat(read.get().methods().orElseThrow().getFirst())
        .isInstanceOf(InstallationMethod.OciRepositories.class);
    for (String wrong :
        List.of("example.com/p/${namespace}", "example.com/${type}/${other}", "nothing")) {
      assertThat(
              read(
                      "provider_installation { oci_mirror { repository_template = \""
                          + wrong
                          + "\" } }",
                      Map.of())
                  .hasErrors())
          .as(wrong)
          .isTrue();
    }
  }

  @Test
  void theCredentialsThatNameMostOfARepositoryCount() throws Exception {
    Files.createDirectories(folder.resolve(".docker"));
    Files.writeString(
        folder.resolve(".docker/config.json"),
        """
        {"auths": {"https://example.com": {"auth": "ZG9ja2VyOnB3"},
                   "example.com/foo/bar": {"auth": "ZGVlcDpwdw=="}},
         "credHelpers": {"helped.example.com": "test"}}
        """);
    Path helper = folder.resolve("docker-credential-test");
    Files.writeString(
        helper, "#!/bin/sh\nread host\necho '{\"Username\":\"'$host'\",\"Secret\":\"s\"}'\n");
    Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));
    OciCredentials credentials =
        read(
                """
                oci_credentials "example.com" {
                  username = "configured"
                  password = "pw"
                }
                """,
                Map.of("PATH", folder + ":/usr/bin:/bin"))
            .get()
            .registries();
    assertThat(credentials.find("example.com", "foo/bar/baz"))
        .contains(new OciCredential.Basic("deep", "pw"));
    assertThat(credentials.find("example.com", "foo/barn"))
        .contains(new OciCredential.Basic("configured", "pw"));
    assertThat(credentials.find("helped.example.com", "x"))
        .contains(new OciCredential.Basic("helped.example.com", "s"));
    assertThat(credentials.find("other.example.com", "x")).isEmpty();
    assertThat(credentials.toString()).doesNotContain("pw");
  }

  @Test
  void nothingIsDiscoveredWhereThatIsSwitchedOff() throws Exception {
    Files.createDirectories(folder.resolve(".docker"));
    Files.writeString(
        folder.resolve(".docker/config.json"),
        "{\"auths\": {\"example.com\": {\"auth\": \"ZG9ja2VyOnB3\"}}}");
    OciCredentials credentials =
        read("oci_default_credentials { discover_ambient_credentials = false }", Map.of())
            .get()
            .registries();
    assertThat(credentials.find("example.com", "x")).isEmpty();
  }
}
