package dev.ingot.state.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.http.kit.TestAuthority;
import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Reply;
import dev.ingot.state.StateCipher;
import dev.ingot.state.StateFormatException;
import dev.ingot.state.program.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Key providers that ask a service, which here answers as its documentation says. */
final class KeyServicesTest {
  private static final byte[] PLAIN = "something".getBytes(StandardCharsets.UTF_8);
  private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  private static final Programs NO_PROGRAMS =
      _ -> {
        throw new IOException("none");
      };

  private static StateCipher cipher(String provider, String body, Map<String, String> variables) {
    return Setups.of(
            """
            key_provider "TYPE" "k" {
              BODY
            }
            method "aes_gcm" "m" {
              keys = key_provider.TYPE.k
            }
            state { method = method.aes_gcm.m }
            """
                .replace("TYPE", provider)
                .replace("BODY", body),
            variables,
            NO_PROGRAMS)
        .state();
  }

  private static Map<String, String> with(Map<String, String> variables, TestServer server) {
    Map<String, String> all = new TreeMap<>();
    variables.forEach(
        (name, value) -> all.put(name, value.replace("SERVER", server.uri("").toString())));
    return all;
  }

  private static void assertKept(
      String provider,
      String body,
      Map<String, String> variables,
      Function<TestServer.Asked, Reply> service)
      throws Exception {
    try (TestServer server = TestServer.plain(service)) {
      byte[] sealed = cipher(provider, body, with(variables, server)).seal(PLAIN);
      assertThat(new String(sealed, StandardCharsets.UTF_8)).doesNotContain(KEY);
      StateCipher later = cipher(provider, body, with(variables, server));
      assertThat(later.open(sealed).content()).isEqualTo(PLAIN);
      int asked = server.asked().size();
      assertThat(later.open(sealed).content()).isEqualTo(PLAIN);
      assertThat(server.asked()).as("a key is asked for once").hasSize(asked);
    }
  }

  private static void assertRefused(String provider, String body, Map<String, String> variables)
      throws Exception {
    try (TestServer server = TestServer.plain(_ -> TestServer.response(200, "[]"))) {
      StateCipher cipher = cipher(provider, body, with(variables, server));
      assertThatThrownBy(() -> cipher.seal(PLAIN))
          .isInstanceOf(EncryptionException.class)
          .hasMessageContaining("is not what");
      byte[] sealed =
          "{\"meta\":{},\"encrypted_data\":\"%s\",\"encryption_version\":\"v0\"}"
              .formatted(KEY)
              .getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> cipher.open(sealed))
          .isInstanceOf(StateFormatException.class)
          .hasMessageContaining("Nothing was kept with it by the name key_provider.");
    }
  }

  @Test
  void keysOfAwsAreKeptAsKmsSealedThem() throws Exception {
    String body = "kms_key_id = \"alias/a\"\nkey_spec = \"AES_256\"";
    Map<String, String> variables =
        Map.of(
            "AWS_ACCESS_KEY_ID", "a",
            "AWS_SECRET_ACCESS_KEY", "b",
            "AWS_REGION", "eu-central-1",
            "AWS_ENDPOINT_URL_KMS", "SERVER");
    assertKept(
        "aws_kms",
        body,
        variables,
        asked -> {
          assertThat(asked.field("Authorization")).contains("/eu-central-1/kms/aws4_request");
          return asked.field("X-Amz-Target").equals("TrentService.GenerateDataKey")
              ? TestServer.response(
                  200, "{\"Plaintext\":\"" + KEY + "\",\"CiphertextBlob\":\"c2VhbGVk\"}")
              : asked.body().equals("{\"CiphertextBlob\":\"c2VhbGVk\",\"KeyId\":\"alias/a\"}")
                  ? TestServer.response(200, "{\"Plaintext\":\"" + KEY + "\"}")
                  : TestServer.response(400, "{\"__type\":\"x#InvalidCiphertextException\"}");
        });
    assertRefused("aws_kms", body, variables);
  }

  @Test
  void keysOfOpenBaoAreKeptAsItsTransitEngineSealedThem() throws Exception {
    String body = "key_name = \"a key\"";
    Map<String, String> variables = Map.of("BAO_ADDR", "SERVER", "BAO_TOKEN", "t0ken");
    assertKept(
        "openbao",
        body,
        variables,
        asked ->
            !asked.field("X-Vault-Token").equals("t0ken")
                ? TestServer.response(403, "{\"errors\":[\"permission denied\"]}")
                : switch (asked.target() + " " + asked.body()) {
                  case "/v1/transit/datakey/plaintext/a%20key {\"bits\":256}" ->
                      TestServer.response(
                          200,
                          "{\"data\":{\"plaintext\":\""
                              + KEY
                              + "\",\"ciphertext\":\"vault:v1:s\"}}");
                  case "/v1/transit/decrypt/a%20key {\"ciphertext\":\"vault:v1:s\"}" ->
                      TestServer.response(200, "{\"data\":{\"plaintext\":\"" + KEY + "\"}}");
                  default -> TestServer.response(404, "{\"errors\":[]}");
                });
    assertRefused("openbao", body, variables);
  }

  @Test
  void keysOfGoogleAreMadeHereAndKeptAsCloudKmsSealedThem() throws Exception {
    String body =
        "kms_encryption_key = \"projects/p/locations/l/keyRings/r/cryptoKeys/k\"\nkey_length = 32";
    Map<String, String> variables =
        Map.of("GOOGLE_KMS_CUSTOM_ENDPOINT", "SERVER/v1/", "GOOGLE_OAUTH_ACCESS_TOKEN", "t0ken");
    assertKept(
        "gcp_kms",
        body,
        variables,
        asked -> {
          // It doesn't seal anything here.
          boolean sealing =
              asked.target().equals("/v1/projects/p/locations/l/keyRings/r/cryptoKeys/k:encrypt");
          assertThat(asked.field("Authorization")).isEqualTo("Bearer t0ken");
          return TestServer.response(
              200,
              sealing
                  ? asked.body().replace("plaintext", "ciphertext")
                  : asked.body().replace("ciphertext", "plaintext"));
        });
    assertRefused("gcp_kms", body, variables);
  }

  private static final Map<String, String> AZURE =
      Map.of("ARM_TENANT_ID", "t", "ARM_CLIENT_ID", "c", "ARM_CLIENT_SECRET", "s");

  /** Azure as a whole: the metadata of the cloud, its tokens, and a vault that seals nothing. */
  private static Reply azure(TestServer.Asked asked) {
    String host = asked.field("Host");
    return switch (asked.target()) {
      case "/metadata/endpoints?api-version=2022-09-01" ->
          TestServer.response(
              200,
              """
              {"authentication":{"loginEndpoint":"https://HOST/"},"resourceManager":"https://HOST/",
              "suffixes":{"storage":"core.example"}}
              """
                  .replace("HOST", host));
      case "/t/oauth2/v2.0/token" ->
          asked.body().contains("scope=https%3A%2F%2Flocalhost%2F.default")
              ? TestServer.response(200, "{\"access_token\":\"t0ken\",\"expires_in\":3600}")
              : TestServer.response(400, "{\"error_description\":\"another scope\"}");
      case "/keys/k/7/decrypt?api-version=7.5", "/keys/k//encrypt?api-version=7.5" ->
          !asked.field("Authorization").equals("Bearer t0ken")
              ? TestServer.response(401, "{\"error\":{\"message\":\"no token\"}}")
              : TestServer.response(
                  200,
                  asked
                      .body()
                      .replaceFirst(
                          "\"alg\":\"(RSA-OAEP-256|A256GCM)\"",
                          "\"kid\":\"https://" + host + "/keys/k/7\",\"iv\":\"-_8\""));
      default -> TestServer.response(404, "{\"error\":{\"message\":\"" + asked.target() + "\"}}");
    };
  }

  private static StateCipher vault(TestServer server, Path authorities, String more) {
    Map<String, String> variables = new TreeMap<>(AZURE);
    variables.put("ARM_METADATA_HOST", "localhost:" + server.port());
    variables.put("SSL_CERT_FILE", authorities.toString());
    String body =
        """
        vault_uri      = "https://localhost:%d"
        vault_key_name = "k"
        key_length     = 32
        """
            .formatted(server.port());
    return cipher("azure_vault", body + more, variables);
  }

  @Test
  void keysOfAzureAreMadeHereAndKeptAsKeyVaultSealedThem(@TempDir Path folder) throws Exception {
    TestAuthority authority = TestAuthority.named("services");
    Path authorities = Files.writeString(folder.resolve("ca.pem"), authority.pem());
    SSLContext context = authority.sign("localhost", "localhost").context();
    for (String more : List.of("", "symmetric = true\nsymmetric_key_size = 256")) {
      try (TestServer server = TestServer.secure(context, KeyServicesTest::azure)) {
        byte[] sealed = vault(server, authorities, more).seal(PLAIN);
        String meta = new String(Base64.getDecoder().decode(meta(sealed)), StandardCharsets.UTF_8);
        assertThat(meta)
            .contains("\"iv\":\"+/8=\"", "\"key_version\":\"7\"")
            .contains(more.isEmpty() ? "\"algo\":\"RSA-OAEP-256\"" : "\"algo\":\"A256GCM\"");
        StateCipher later = vault(server, authorities, "");
        assertThat(later.open(sealed).content()).isEqualTo(PLAIN);
        assertThat(server.asked().getLast().body()).contains("\"iv\":\"-_8\"");
      }
    }
  }

  private static String meta(byte[] sealed) {
    String text = new String(sealed, StandardCharsets.UTF_8);
    int start = text.indexOf("\":\"", text.indexOf("\"meta\"")) + 3;
    return text.substring(start, text.indexOf('"', start));
  }

  @ParameterizedTest
  @CsvSource({
    "http://v.vault.azure.net,vault_uri has to be",
    "https://u:p@v.vault.azure.net,vault_uri has to be",
    "https://a--b.vault.azure.net,vault_uri has to be",
    "nonsense,vault_uri has to be",
  })
  void addressesThatAreNoVaultAreRefused(String address, String said) {
    String body = "vault_uri = \"" + address + "\"\nvault_key_name = \"k\"\nkey_length = 32";
    assertThatThrownBy(() -> cipher("azure_vault", body, Map.of()))
        .isInstanceOf(EncryptionException.class)
        .hasMessageContaining(said);
  }

  @Test
  void whatAVaultCannotBeAskedForIsSaidBefore() {
    String body =
        """
        vault_uri      = "https://v.vault.azure.net/"
        vault_key_name = "a b"
        symmetric      = true
        environment    = "moon"
        """;
    assertThatThrownBy(() -> cipher("azure_vault", body, Map.of()))
        .isInstanceOf(EncryptionException.class)
        .hasMessageContaining("vault_key_name has to be")
        .hasMessageContaining("key_length is required")
        .hasMessageContaining("symmetric_key_size has to be")
        .hasMessageContaining("no Azure cloud named");
  }
}
