package dev.ingot.registry.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.http.client.HttpClient;
import dev.ingot.http.kit.TestServer;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Images;
import dev.ingot.registry.content.MediaTypes;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.registry.distribution.DistributionException.Kind;
import dev.ingot.registry.kit.FakeRegistry;
import dev.ingot.registry.kit.TestClients;
import dev.ingot.storage.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a registry answers, the pull ends with an error that names it. */
class HostileRegistryTest {
  private final HttpClient http = TestClients.http();
  private final ContentStore store;

  HostileRegistryTest(@TempDir Path folder) {
    store = ContentStore.at(folder.resolve("store"));
  }

  @AfterEach
  void close() {
    http.close();
  }

  private void pull(String host) throws IOException {
    new ImagePull(TestClients.client(http, OciCredentials.NONE), Mirrors.NONE)
        .pull(ImageReference.parse(host + "/team/web:v1"), Images.LINUX, store, _ -> {});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer realm=\"token\"",
        "Bearer realm=\"\"",
        "Bearer realm=\"/token\"",
        "Bearer realm=\"mailto:a@b\"",
        "Bearer realm=\"http:///token\"",
        "Bearer realm=\"ftp://localhost/token\"",
        "Bearer realm=\"http://127.0.0.1.example.com/token\"",
        "Bearer realm=\"http://a b/token\"",
        "Bearer ===,,,\"=\" realm",
        "Bearer",
      })
  void aChallengeThatNamesNoServerOfTokensIsAnError(String challenge) throws IOException {
    try (TestServer server =
        TestServer.plain(_ -> TestServer.response(401, "{}").with("WWW-Authenticate", challenge))) {
      assertThatThrownBy(() -> pull("localhost:" + server.port()))
          .isInstanceOfSatisfying(
              DistributionException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE))
          .hasMessageContaining("token");
    }
  }

  @Test
  void onlyAddressesOfThisHostMayDoWithoutTls() {
    assertThat(Transport.isLoopback("127.0.0.1:5000")).isTrue();
    assertThat(Transport.isLoopback("localhost")).isTrue();
    assertThat(Transport.isLoopback("127.0.0.1.example.com")).isFalse();
    assertThat(Transport.isLoopback("127.example.com:80")).isFalse();
  }

  @Test
  void aConfigurationThatNamesOtherLayersIsNoImage() throws IOException {
    byte[] config =
        """
        {"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}
        """
            .getBytes(StandardCharsets.UTF_8);
    byte[] layer = {1};
    byte[] manifest =
        """
        {"schemaVersion":2,"mediaType":"%s",
         "config":{"mediaType":"%s","digest":"%s","size":%d},
         "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":1}]}
        """
            .formatted(
                MediaTypes.MANIFEST,
                MediaTypes.CONFIG,
                Digest.of(config),
                config.length,
                Digest.of(layer))
            .getBytes(StandardCharsets.UTF_8);
    try (FakeRegistry registry = new FakeRegistry()) {
      registry.put("team/web/blobs/" + Digest.of(config), MediaTypes.CONFIG, config);
      registry.put("team/web/blobs/" + Digest.of(layer), "application/octet-stream", layer);
      registry.put("team/web/manifests/v1", MediaTypes.MANIFEST, manifest);
      assertThatThrownBy(() -> pull(registry.host()))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("it has 1 layers, and its configuration names 0");
    }
  }

  @Test
  void aPartThatIsLongerThanAnnouncedIsRefused() throws IOException {
    try (TestServer server =
        TestServer.plain(asked -> TestServer.response(200, "x".repeat(1000)))) {
      OciClient client = TestClients.client(http, OciCredentials.NONE);
      Repository repository = new Repository("localhost:" + server.port(), "team/web");
      String digest = Digest.of("x").toString();
      assertThatThrownBy(() -> client.download(repository, digest, 1, new ByteArrayOutputStream()))
          .isInstanceOfSatisfying(
              DistributionException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_AUTHENTIC))
          .hasMessageContaining(digest + " of " + repository);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a b/hub", "mirror/Hub", "mirror:x", "-m/hub", "m/a//b"})
  void aMirrorWhoseAddressIsNoneIsAnError(String place) {
    assertThatThrownBy(() -> Mirrors.of(Map.of(Mirrors.VARIABLE, "docker.io=" + place)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("docker.io=" + place);
  }
}
