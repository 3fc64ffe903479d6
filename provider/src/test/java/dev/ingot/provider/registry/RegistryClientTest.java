package dev.ingot.provider.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ingot.address.ProviderAddress;
import dev.ingot.http.kit.TestServer;
import dev.ingot.lang.version.Version;
import dev.ingot.provider.registry.RegistryClient.SignedPackage;
import dev.ingot.provider.registry.RegistryException.Kind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryClientTest {
  private static final Version VERSION = Version.parse("1.1.0").orElseThrow();
  private static final String DESCRIPTION = "/v1/providers/acme/mock/1.1.0/download/linux/amd64";

  @TempDir Path folder;

  private final TestRegistry registry;
  private final ProviderAddress address;
  private final RegistryClient client;

  RegistryClientTest() throws Exception {
    registry = new TestRegistry();
    address = ProviderAddress.parse(registry.host() + "/acme/mock");
    client = registry.client(HostCredentials.NONE);
  }

  @AfterEach
  void stop() throws Exception {
    registry.close();
  }

  private static RegistryException failure(ThrowingCallable call) {
    return catchThrowableOfType(RegistryException.class, call);
  }

  private RegistryException finding() {
    return failure(() -> client.find(address, VERSION, "linux", "amd64"));
  }

  @Test
  void versionsAndAPackageAreFoundAndDownloaded() throws Exception {
    assertThat(client.releases(address))
        .extracting(release -> release.version().toString())
        .isEqualTo(TestRegistry.VERSIONS);
    SignedPackage found = client.find(address, VERSION, "linux", "amd64").orElseThrow();
    assertThat(found.checksums()).hasSize(2).contains(found.archive());
    assertThat(found.signer().id()).hasSize(16);
    Path file = folder.resolve("package.zip");
    client.download(found, file);
    assertThat(file).hasBinaryContent(TestRegistry.archive("1.1.0", "linux_amd64"));
    assertThat(client.find(address, VERSION, "plan9", "amd64")).isEmpty();
  }

  @Test
  void aHostIsAskedForItsServicesOnce() throws Exception {
    assertThat(client.releases(address)).isNotEmpty();
    assertThat(client.releases(address)).isNotEmpty();
    assertThat(registry.asked()).hasSize(3);
  }

  @Test
  void theTokenOfAHostIsShownToItsServicesOnly() throws Exception {
    RegistryClient known =
        registry.client(
            host -> host.equals(registry.host()) ? Optional.of("secret") : Optional.empty());
    SignedPackage found = known.find(address, VERSION, "linux", "amd64").orElseThrow();
    known.download(found, folder.resolve("package.zip"));
    registry
        .asked()
        .forEach(
            asked ->
                assertThat(asked.field("authorization"))
                    .as(asked.target())
                    .isEqualTo(asked.target().startsWith("/files/") ? "" : "Bearer secret"));
  }

  @Test
  void aHostOfTheConfigurationIsNotAsked() throws Exception {
    RegistryConnection connection = registry.connection(HostCredentials.NONE);
    String service = "https://" + registry.host() + "/v1/providers";
    ProviderAddress elsewhere = ProviderAddress.parse("example.com/acme/mock");
    Map<String, Map<String, String>> hosts =
        Map.of("example.com", Map.of(RegistryClient.SERVICE, service));
    RegistryClient other = new RegistryClient(connection, new ServiceDiscovery(connection, hosts));
    assertThat(other.releases(elsewhere)).hasSize(4);
  }

  @Test
  void whatTheRegistryDoesNotHaveIsNotFound() {
    ProviderAddress none = ProviderAddress.parse(registry.host() + "/acme/none");
    RegistryException failed = failure(() -> client.releases(none));
    assertThat(failed.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(failed).hasMessageContaining("does not have a provider named " + none);
    registry.change("/.well-known/terraform.json", TestServer.response(404, ""));
    RegistryClient fresh = registry.client(HostCredentials.NONE);
    assertThat(failure(() -> fresh.releases(address)))
        .hasMessageContaining("does not offer a provider registry");
  }

  @Test
  void aRefusalSaysWhereATokenBelongs() {
    registry.change(
        "/v1/providers/acme/mock/versions", TestServer.response(401, "{\"errors\":[]}"));
    RegistryException failed = failure(() -> client.releases(address));
    assertThat(failed.kind()).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(failed.text()).contains("TF_TOKEN_localhost_");
  }

  @Test
  void anAnswerThatIsNotJsonIsNamed() {
    registry.change(
        "/v1/providers/acme/mock/versions",
        TestServer.response(200, "<html>Log in</html>").with("Content-Type", "text/html"));
    RegistryException failed = failure(() -> client.releases(address));
    assertThat(failed).hasMessageContaining("did not answer with JSON but with text/html");
    registry.change("/v1/providers/acme/mock/versions", TestServer.response(429, "slow"));
    assertThat(failure(() -> client.releases(address)).text()).contains("Try again later");
    registry.change("/v1/providers/acme/mock/versions", TestServer.response(200, "[1,2]"));
    assertThat(failure(() -> client.releases(address)).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void aListThatAnotherKeySignedIsRefused() throws Exception {
    byte[] other = new TestSigner().sign("something".getBytes(StandardCharsets.UTF_8));
    for (byte[] signature : List.of(other, new byte[0], new byte[] {1, 2, 3})) {
      registry.change("/files/1.1.0/signature", TestServer.response(200, signature));
      RegistryException failed = finding();
      assertThat(failed.kind()).isEqualTo(Kind.NOT_AUTHENTIC);
      assertThat(failed).hasMessageContaining("error checking signature");
    }
  }

  @Test
  void aListThatWasChangedIsRefused() {
    registry.change(
        "/files/1.1.0/checksums", TestServer.response(200, "0".repeat(64) + "  other.zip\n"));
    assertThat(finding().kind()).isEqualTo(Kind.NOT_AUTHENTIC);
  }

  @Test
  void aChecksumThatIsNotTheListsIsRefused() {
    String metadata = registry.metadata("1.1.0", "linux_amd64");
    String other = registry.metadata("1.0.0", "linux_amd64");
    int at = metadata.indexOf("\"shasum\":\"") + 10;
    int otherAt = other.indexOf("\"shasum\":\"") + 10;
    String wrong =
        metadata.substring(0, at)
            + other.substring(otherAt, otherAt + 64)
            + metadata.substring(at + 64);
    registry.change(DESCRIPTION, TestServer.response(200, wrong));
    assertThat(finding()).hasMessageContaining("checksum list has unexpected SHA-256 hash");
    registry.change(DESCRIPTION, TestServer.response(200, "{}"));
    assertThat(finding()).hasMessageContaining("without a valid shasum");
  }

  @Test
  void aPackageThatIsAnotherIsRefused() throws Exception {
    SignedPackage found = client.find(address, VERSION, "linux", "amd64").orElseThrow();
    registry.change(found.uri().getPath(), TestServer.response(200, "another"));
    RegistryException failed = failure(() -> client.download(found, folder.resolve("package.zip")));
    assertThat(failed.kind()).isEqualTo(Kind.NOT_AUTHENTIC);
    assertThat(failed).hasMessageContaining("archive has incorrect checksum");
  }

  @Test
  void aMirrorHasVersionsAndPackages() throws Exception {
    MirrorClient mirror =
        new MirrorClient(
            registry.connection(HostCredentials.NONE),
            URI.create("https://" + registry.host() + "/mirror/"));
    assertThat(mirror.versions(address)).hasSize(2);
    assertThat(mirror.versions(ProviderAddress.parse("example.com/acme/mock"))).isEmpty();
    MirrorClient.MirroredPackage found = mirror.find(address, VERSION, "linux_amd64").orElseThrow();
    assertThat(found.hashes()).hasSize(1).allMatch(hash -> hash.startsWith("zh:"));
    Path file = folder.resolve("package.zip");
    mirror.download(found, file);
    assertThat(file).hasBinaryContent(TestRegistry.archive("1.1.0", "linux_amd64"));
    assertThat(mirror.find(address, VERSION, "plan9_386")).isEmpty();
  }
}
