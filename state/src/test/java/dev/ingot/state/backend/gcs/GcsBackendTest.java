package dev.ingot.state.backend.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Asked;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.Environments;
import dev.ingot.state.LockRequest;
import dev.ingot.state.Samples;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import dev.ingot.state.backend.Backend;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments, credentials, names of objects. */
final class GcsBackendTest {
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  @TempDir Path folder = Path.of("");

  private final TreeMap<String, Value> arguments = new TreeMap<>();
  private final TreeMap<String, String> variables = new TreeMap<>();
  private final FakeGcs gcs = started();

  private static FakeGcs started() {
    try {
      return new FakeGcs();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void usual() {
    arguments.put("bucket", Value.of("states"));
    arguments.put("prefix", Value.of("/app"));
    arguments.put("storage_custom_endpoint", Value.of(uri("/storage/v1/")));
    variables.put("HOME", folder.toString());
  }

  @AfterEach
  void stop() throws Exception {
    gcs.close();
  }

  private String uri(String path) {
    return "http://127.0.0.1:" + gcs.port() + path;
  }

  private BackendPlace place() {
    return new BackendPlace(folder, folder.resolve(".terraform"), Environments.fixed(), variables);
  }

  private Backend backend() {
    return new GcsBackendType(URI.create(uri("/iam/")))
        .open(new BackendSettings("gcs", arguments), place());
  }

  private List<String> problems() {
    return new GcsBackendType()
        .problems(new BackendSettings("gcs", arguments), place()).stream()
            .map(Diagnostic::summary)
            .toList();
  }

  private String token() {
    backend().store("default").read();
    return gcs.asked().stream()
        .filter(asked -> asked.target().startsWith("/storage/"))
        .reduce((_, last) -> last)
        .orElseThrow()
        .field("authorization");
  }

  private Asked asked(String part) {
    return gcs.asked().stream()
        .filter(asked -> asked.target().contains(part))
        .findFirst()
        .orElseThrow();
  }

  private static String claims(Asked asked) {
    String assertion = asked.body().substring(asked.body().indexOf("assertion=") + 10);
    return new String(
        Base64.getUrlDecoder().decode(assertion.split("\\.")[1]), StandardCharsets.UTF_8);
  }

  private String serviceAccount() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    String pem =
        "-----BEGIN PRIVATE KEY-----\\n"
            + Base64.getEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
            + "\\n-----END PRIVATE KEY-----\\n";
    return "{\"type\":\"service_account\",\"client_email\":\"me@x.iam.gserviceaccount.com\","
        + "\"private_key_id\":\"k1\",\"private_key\":\""
        + pem
        + "\",\"token_uri\":\""
        + uri("/token")
        + "\"}";
  }

  @Test
  void aStateIsWrittenWhereTerraformLooksForIt() {
    variables.put("GOOGLE_OAUTH_ACCESS_TOKEN", "given");
    try (StateSession session = backend().store("blue").open(LockRequest.of("test"))) {
      assertThat(gcs.objects()).containsOnlyKeys("app/blue.tflock");
      assertThat(gcs.objects().get("app/blue.tflock"))
          .contains("\"Path\":\"gs://states/app/blue.tflock\"");
      assertThat(session.lock().orElseThrow().id()).containsOnlyDigits();
      session.apply(List.of(Samples.put(Samples.address("a", 0), "x")));
    }
    assertThat(gcs.objects()).containsOnlyKeys("app/blue.tfstate");
    backend().create("a");
    backend().create("c");
    assertThat(backend().workspaces()).containsExactly("default", "a", "blue", "c");
    backend().delete("a");
    assertThat(gcs.objects()).containsOnlyKeys("app/blue.tfstate", "app/c.tfstate");
  }

  @Test
  void aBucketThatIsMissingIsNotAnEmptyState() {
    variables.put("GOOGLE_OAUTH_ACCESS_TOKEN", "given");
    arguments.put("bucket", Value.of("other"));
    assertThatThrownBy(() -> backend().store("default").read())
        .isInstanceOf(StateException.class)
        .hasMessageContaining("The bucket \"other\" of Google Cloud Storage doesn't exist.");
  }

  @Test
  void aTokenThatIsGivenIsUsedAsItIs() {
    variables.put("GOOGLE_OAUTH_ACCESS_TOKEN", "given");
    assertThat(token()).isEqualTo("Bearer given");
    arguments.put("access_token", Value.of("block"));
    assertThat(token()).isEqualTo("Bearer block");
  }

  @Test
  void aKeyOfAServiceAccountSignsAStatement() throws Exception {
    arguments.put("credentials", Value.of(serviceAccount()));
    assertThat(problems()).isEmpty();
    assertThat(token()).isEqualTo("Bearer tok");
    assertThat(claims(asked("/token")))
        .contains(
            "\"iss\":\"me@x.iam.gserviceaccount.com\"",
            "devstorage.read_write",
            "\"aud\":\"" + uri("/token") + "\"",
            "\"iat\":1767323045,\"exp\":1767326645");
  }

  @Test
  void aKeyMayBeInAFileThatAVariableNames() throws Exception {
    Files.writeString(folder.resolve("key.json"), serviceAccount());
    variables.put("GOOGLE_CREDENTIALS", "~/key.json");
    assertThat(token()).isEqualTo("Bearer tok");
    variables.remove("GOOGLE_CREDENTIALS");
    variables.put("GOOGLE_APPLICATION_CREDENTIALS", folder.resolve("key.json").toString());
    assertThat(token()).isEqualTo("Bearer tok");
  }

  @Test
  void theLoginOfGcloudIsFound() throws Exception {
    Files.createDirectories(folder.resolve(".config/gcloud"));
    Files.writeString(
        folder.resolve(".config/gcloud/application_default_credentials.json"),
        "{\"type\":\"authorized_user\",\"client_id\":\"c\",\"client_secret\":\"s\","
            + "\"refresh_token\":\"r/1\",\"token_uri\":\""
            + uri("/token")
            + "\"}");
    assertThat(token()).isEqualTo("Bearer tok");
    assertThat(asked("/token").body())
        .isEqualTo("client_id=c&client_secret=s&grant_type=refresh_token&refresh_token=r%2F1");
  }

  @Test
  void anIdentityOfAnotherProviderIsExchanged() throws Exception {
    Files.writeString(folder.resolve("identity"), "{\"t\":\"subject\"}");
    variables.put("GOOGLE_APPLICATION_CREDENTIALS", folder.resolve("wif.json").toString());
    Files.writeString(
        folder.resolve("wif.json"),
        "{\"type\":\"external_account\",\"audience\":\"//iam/p\",\"subject_token_type\":\"jwt\","
            + "\"token_url\":\""
            + uri("/token")
            + "\",\"service_account_impersonation_url\":\""
            + uri("/iam/x:generateAccessToken")
            + "\",\"credential_source\":{\"file\":\"identity\","
            + "\"format\":{\"type\":\"json\",\"subject_token_field_name\":\"t\"}}}");
    assertThat(token()).isEqualTo("Bearer other");
    assertThat(asked("/token").body()).contains("subject_token=subject");
    assertThat(asked(":generateAccessToken").field("authorization")).isEqualTo("Bearer tok");
  }

  @Test
  void theMachineIsAskedLast() {
    variables.put("GCE_METADATA_HOST", "127.0.0.1:" + gcs.port());
    assertThat(token()).isEqualTo("Bearer machine");
  }

  @Test
  void aServiceAccountIsActedAs() {
    arguments.put("impersonate_service_account", Value.of("ci@x.iam"));
    arguments.put("impersonate_service_account_delegates", Values.list(List.of(Value.of("d@x"))));
    variables.put("GOOGLE_OAUTH_ACCESS_TOKEN", "given");
    assertThat(token()).isEqualTo("Bearer other");
    Asked asked = asked(":generateAccessToken");
    assertThat(asked.target())
        .isEqualTo("/iam/projects/-/serviceAccounts/ci%40x.iam:generateAccessToken");
    assertThat(asked.field("authorization")).isEqualTo("Bearer given");
    assertThat(asked.body()).contains("\"delegates\":[\"projects/-/serviceAccounts/d@x\"]");
  }

  @Test
  void credentialsThatAreRefusedAreNotShown() throws Exception {
    arguments.put("credentials", Value.of(serviceAccount()));
    gcs.instead(
        asked ->
            asked.target().startsWith("/token")
                ? Optional.of(
                    TestServer.response(
                        400, "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT\"}"))
                : Optional.empty());
    assertThatThrownBy(() -> backend().store("default").read())
        .isInstanceOf(StateException.class)
        .hasMessageContaining("Google refused the credentials: 400 Bad Request, Invalid JWT.")
        .hasMessageNotContaining("assertion");
  }

  @Test
  void aKeyOfOnesOwnGoesWithEachRequestForTheState() {
    variables.put("GOOGLE_OAUTH_ACCESS_TOKEN", "given");
    arguments.put("encryption_key", Value.of(KEY));
    try (StateSession session = backend().store("default").open(LockRequest.of("test"))) {
      session.apply(List.of(Samples.put(Samples.address("a", 0), "x")));
    }
    assertThat(gcs.asked())
        .filteredOn(
            asked ->
                asked.target().contains("tfstate")
                    && (asked.target().contains("alt=media") || asked.target().contains("upload")))
        .isNotEmpty()
        .allSatisfy(asked -> assertThat(asked.field("x-goog-encryption-key")).isEqualTo(KEY));
    arguments.put("kms_encryption_key", Value.of("projects/p/k"));
    assertThat(problems()).containsExactly("Conflicting arguments");
    arguments.remove("encryption_key");
    try (StateSession session = backend().store("default").open(LockRequest.of("test"))) {
      session.apply(List.of(Samples.put(Samples.address("a", 1), "x")));
    }
    assertThat(asked("kmsKeyName=projects%2Fp%2Fk").target()).contains("default.tfstate");
  }

  @Test
  void whatCannotBeRightIsSaidBeforeAnythingIsAsked() {
    arguments.remove("bucket");
    arguments.put("encryption_key", Value.of("abc"));
    arguments.put("credentials", Value.of("nosuchfile"));
    arguments.put("storage_custom_endpoint", Value.of("here"));
    assertThat(problems())
        .containsExactly(
            "Missing required argument",
            "Error decoding encryption key",
            "the string provided in credentials is neither valid json nor a valid file path",
            "Invalid endpoint");
    assertThat(gcs.asked()).isEmpty();
  }

  @Test
  void aLockIsForcedOpenByItsGeneration() {
    variables.put("GOOGLE_OAUTH_ACCESS_TOKEN", "given");
    gcs.put("app/default.tflock", "{\"ID\":\"uuid\",\"Who\":\"terraform@there\"}");
    assertThatThrownBy(() -> backend().store("default").open(LockRequest.of("test")))
        .hasMessageContaining("1001")
        .hasMessageContaining("terraform@there");
    assertThatThrownBy(() -> backend().store("default").forceUnlock("uuid"))
        .hasMessageContaining("lock ID \"uuid\" does not match the existing lock ID \"1001\"");
    backend().store("default").forceUnlock("1001");
    assertThat(gcs.objects()).isEmpty();
  }
}
