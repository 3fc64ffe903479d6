package dev.ingot.state.backend.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.http.kit.TestServer.Asked;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.Environments;
import dev.ingot.state.LockRequest;
import dev.ingot.state.Samples;
import dev.ingot.state.StateSession;
import dev.ingot.state.backend.Backend;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments, credentials, headers. */
final class S3BackendTest {
  private static final Map<String, String> KEYS =
      Map.of("AWS_ACCESS_KEY_ID", "ENV", "AWS_SECRET_ACCESS_KEY", "env-secret");

  @TempDir Path folder = Path.of("");

  private final TreeMap<String, Value> arguments = new TreeMap<>();
  private final TreeMap<String, String> variables = new TreeMap<>();
  private FakeAws aws = started();

  private static FakeAws started() {
    try {
      return new FakeAws();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void usual() {
    arguments.put("bucket", Value.of("bucket"));
    arguments.put("key", Value.of("app/terraform.tfstate"));
    arguments.put("region", Value.of("eu-west-1"));
    arguments.put("use_path_style", Values.TRUE);
    arguments.put("use_lockfile", Values.TRUE);
    variables.put("AWS_ENDPOINT_URL", "http://127.0.0.1:" + aws.port());
    variables.put("HOME", folder.toString());
    variables.put("AWS_EC2_METADATA_DISABLED", "true");
  }

  @AfterEach
  void stop() throws Exception {
    aws.close();
  }

  private BackendPlace place() {
    return new BackendPlace(folder, folder.resolve(".terraform"), Environments.fixed(), variables);
  }

  private Backend backend() {
    return new S3BackendType().open(new BackendSettings("s3", arguments), place());
  }

  private List<String> problems() {
    return new S3BackendType()
        .problems(new BackendSettings("s3", arguments), place()).stream()
            .map(Diagnostic::summary)
            .toList();
  }

  private String signer() {
    String authorization = aws.asked().getLast().field("authorization");
    return authorization.substring(authorization.indexOf('=') + 1, authorization.indexOf('/'));
  }

  private void file(String name, String content) throws Exception {
    Files.createDirectories(folder.resolve(".aws"));
    Files.writeString(folder.resolve(".aws").resolve(name), content);
  }

  @Test
  void aStateIsWrittenWhereTerraformLooksForIt() {
    variables.putAll(KEYS);
    try (StateSession session = backend().store("blue").open(LockRequest.of("test"))) {
      assertThat(aws.objects()).containsOnlyKeys("env:/blue/app/terraform.tfstate.tflock");
      assertThat(session.lock().orElseThrow().path())
          .isEqualTo("bucket/env:/blue/app/terraform.tfstate");
      session.apply(List.of(Samples.put(Samples.address("a", 0), "x")));
    }
    assertThat(aws.objects()).containsOnlyKeys("env:/blue/app/terraform.tfstate");
    assertThat(backend().workspaces()).containsExactly("default", "blue");
  }

  @Test
  void credentialsComeFromTheBlockThenTheEnvironmentThenTheProfiles() throws Exception {
    file(
        "credentials",
        "[default]\naws_access_key_id = FILE\naws_secret_access_key = f\n"
            + "[other]\naws_access_key_id=OTHER\naws_secret_access_key=o\n");
    backend().store("default").read();
    assertThat(signer()).isEqualTo("FILE");
    variables.putAll(KEYS);
    backend().store("default").read();
    assertThat(signer()).isEqualTo("ENV");
    arguments.put("profile", Value.of("other"));
    backend().store("default").read();
    assertThat(signer()).isEqualTo("OTHER");
    arguments.put("access_key", Value.of("BLOCK"));
    arguments.put("secret_key", Value.of("b"));
    backend().store("default").read();
    assertThat(signer()).isEqualTo("BLOCK");
  }

  @Test
  void rolesAreAssumed() throws Exception {
    variables.putAll(KEYS);
    arguments.put(
        "assume_role",
        Values.object(
            Map.of(
                "role_arn", Value.of("arn:aws:iam::1:role/r"),
                "duration", Value.of("1h30m"),
                "external_id", Value.of("e&x"))));
    backend().store("default").read();
    assertThat(signer()).isEqualTo("ROLE");
    assertThat(aws.asked().getLast().field("x-amz-security-token")).isEqualTo("tok");
    assertThat(aws.asked().getFirst().body())
        .contains(
            "Action=AssumeRole&",
            "RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr",
            "DurationSeconds=5400",
            "ExternalId=e%26x");
    arguments.put("assume_role", Values.object(Map.of("role_arn", Value.of("arn:refused"))));
    assertThatThrownBy(() -> backend().store("default").read())
        .hasMessageContaining("Cannot assume IAM Role")
        .hasMessageContaining("arn:refused");
  }

  @Test
  void aTokenOfAWebIdentityAndAProfileWithARoleWork() throws Exception {
    variables.put("AWS_ROLE_ARN", "arn:web");
    variables.put(
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        Files.writeString(folder.resolve("token"), "jwt\n").toString());
    backend().store("default").read();
    assertThat(signer()).isEqualTo("ROLE");
    assertThat(aws.asked().getFirst().body()).contains("WebIdentityToken=jwt");
    variables.remove("AWS_ROLE_ARN");
    file(
        "config",
        "[profile ci]\nrole_arn = arn:ci\nsource_profile = base\n"
            + "[profile base]\naws_access_key_id = B\naws_secret_access_key = b\n"
            + "[profile sso]\nsso_session = x\n");
    arguments.put("profile", Value.of("ci"));
    backend().store("default").read();
    assertThat(signer()).isEqualTo("ROLE");
    arguments.put("profile", Value.of("sso"));
    assertThatThrownBy(() -> backend().store("default").read()).hasMessageContaining("sso_session");
    arguments.put("profile", Value.of("gone"));
    assertThatThrownBy(() -> backend().store("default").read())
        .hasMessageContaining("failed to get shared config profile, gone");
  }

  @Test
  void withoutCredentialsItSaysWhereItLooked() {
    assertThatThrownBy(() -> backend().store("default").read())
        .hasMessageContaining("No valid credential sources found");
  }

  @Test
  void objectsAreEncryptedAsAsked() {
    variables.putAll(KEYS);
    arguments.put("encrypt", Values.TRUE);
    arguments.put("kms_key_id", Value.of("alias/k"));
    backend().create("a");
    Asked write =
        aws.asked().stream()
            .filter(request -> request.head().method().equals("PUT"))
            .toList()
            .getLast();
    assertThat(write.field("x-amz-server-side-encryption")).isEqualTo("aws:kms");
    assertThat(write.field("x-amz-server-side-encryption-aws-kms-key-id")).isEqualTo("alias/k");
    assertThat(write.field("x-amz-checksum-sha256")).isNotEmpty();
    arguments.remove("kms_key_id");
    arguments.put("sse_customer_key", Value.of("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="));
    backend().store("a").read();
    assertThat(aws.asked().getLast().field("x-amz-server-side-encryption-customer-key-MD5"))
        .isEqualTo("KYvwGXoFFJ42a2u2GDWhwQ==");
  }

  @Test
  void aStoreWithoutConditionalWritesKeepsStatesButNoLockFiles() {
    variables.putAll(KEYS);
    aws.forgetConditions();
    assertThatThrownBy(() -> backend().store("default").open(LockRequest.of("test")))
        .hasMessageContaining("use_lockfile needs");
    arguments.remove("use_lockfile");
    backend().create("a");
    assertThat(backend().workspaces()).containsExactly("default", "a");
  }

  @Test
  void anObjectThatIsNotWhatTheTableSaysIsRefused() {
    variables.putAll(KEYS);
    arguments.put("dynamodb_table", Value.of("locks"));
    backend().create("a");
    assertThat(aws.items()).containsOnlyKeys("bucket/env:/a/app/terraform.tfstate-md5");
    aws.put("env:/a/app/terraform.tfstate", "{}");
    assertThatThrownBy(() -> backend().store("a").read()).hasMessageContaining("Stored checksum");
  }

  /** As terraform_remote_state checks it. */
  @Test
  void anObjectMayLeaveOutWhatItHasNoUseFor() {
    assertThat(
            Conversion.convert(
                    Values.object(Map.of("s3", Value.of("http://s3.example"))),
                    Optional.ofNullable(S3Arguments.SCHEMA.attributes().get("endpoints"))
                        .orElseThrow()
                        .configurationConstraint())
                .problem())
        .isEmpty();
  }

  @Test
  void whatIsMissingOrWrongIsNamed() {
    assertThat(problems()).isEmpty();
    arguments.put("key", Value.of("/x"));
    arguments.put("region", Value.of("nowhere"));
    arguments.put("sse_customer_key", Value.of("short"));
    assertThat(problems())
        .containsExactly("Invalid Value", "Invalid region value", "Invalid sse_customer_key value");
    arguments.clear();
    variables.clear();
    assertThat(problems())
        .containsExactly(
            "Missing Required Value", "Missing Required Value", "Missing region value");
  }

  @Test
  void addressesAndNamesThatAreNoneAreNamed() {
    arguments.put("bucket", Value.of("a bucket"));
    arguments.put("endpoints", Values.object(Map.of("dynamodb", Value.of("my host:80"))));
    variables.put("AWS_ENDPOINT_URL", "ftp://x");
    assertThat(problems())
        .containsExactly("Invalid bucket name", "Invalid endpoint", "Invalid endpoint");
  }
}
