package dev.ingot.state.backend.gcs;

import dev.ingot.http.client.Limits;
import dev.ingot.http.client.Retries;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.schema.Schema;
import dev.ingot.state.backend.ArgumentTable;
import dev.ingot.state.backend.Arguments;
import dev.ingot.state.backend.Backend;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendSettings;
import dev.ingot.state.backend.BackendType;
import dev.ingot.state.backend.gcs.GcsBucket.Encryption;
import dev.ingot.state.google.GoogleCredentials;
import dev.ingot.state.google.GoogleSettings;
import dev.ingot.state.oauth.Token;
import dev.ingot.state.oauth.TokenSource;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.state.remote.PolledLease;
import dev.ingot.state.remote.RemoteBackend;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The backend {@code gcs}. Rules: the documentation of Terraform's backend, and as recorded. */
public final class GcsBackendType implements BackendType {
  /** Its name. */
  public static final String NAME = "gcs";

  private static final String ENDPOINT = "storage_custom_endpoint";
  private static final String CUSTOMER_KEY = "encryption_key";
  private static final String KMS_KEY = "kms_encryption_key";
  private static final int KEY_BYTES = 32;

  private static final ArgumentTable TABLE =
      ArgumentTable.builder()
          .required("bucket")
          .text("prefix")
          .text("credentials", "GOOGLE_BACKEND_CREDENTIALS", "GOOGLE_CREDENTIALS")
          .text("access_token", "GOOGLE_OAUTH_ACCESS_TOKEN")
          .text(
              "impersonate_service_account",
              "GOOGLE_BACKEND_IMPERSONATE_SERVICE_ACCOUNT",
              "GOOGLE_IMPERSONATE_SERVICE_ACCOUNT")
          .list("impersonate_service_account_delegates")
          .text(CUSTOMER_KEY, "GOOGLE_ENCRYPTION_KEY")
          .text(KMS_KEY, "GOOGLE_KMS_ENCRYPTION_KEY")
          .text(
              ENDPOINT, "GOOGLE_BACKEND_STORAGE_CUSTOM_ENDPOINT", "GOOGLE_STORAGE_CUSTOM_ENDPOINT")
          .conflict(CUSTOMER_KEY, KMS_KEY)
          .build();

  private static final Limits METADATA =
      new Limits(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2));
  private static final Retries RETRIES =
      new Retries(5, Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(60));

  private final URI iam;

  /** Of Google's cloud. */
  public GcsBackendType() {
    this(GoogleSettings.IAM);
  }

  GcsBackendType(URI iam) {
    this.iam = iam;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Schema schema() {
    return TABLE.schema();
  }

  @Override
  public List<Diagnostic> problems(BackendSettings settings, BackendPlace place) {
    Arguments arguments = TABLE.of(settings, place);
    List<Diagnostic> problems = new ArrayList<>(arguments.problems());
    arguments
        .refused(
            CUSTOMER_KEY,
            text -> customerKey(arguments, text).isPresent(),
            "Error decoding encryption key",
            "The argument \"encryption_key\" has to be 32 bytes in Base64, or the name of a file"
                + " with them. \"openssl rand -base64 32\" makes a key.")
        .ifPresent(problems::add);
    Optional<String> token = arguments.text("access_token");
    if (token.isEmpty() && arguments.text("credentials").isPresent()) {
      String content = arguments.pathOrContent(arguments.required("credentials"));
      if (JsonAnswer.parse(content).isEmpty()) {
        problems.add(
            Diagnostic.error(
                "the string provided in credentials is neither valid json nor a valid file path",
                "Give the content of a key of a service account, or the name of its file."));
      }
    }
    arguments
        .refused(
            ENDPOINT,
            ServiceAddress::isAddress,
            "Invalid endpoint",
            "The argument \"storage_custom_endpoint\" has to be a URL such as"
                + " https://storage.example.com/storage/v1/.")
        .ifPresent(problems::add);
    return problems;
  }

  private static Optional<byte[]> customerKey(Arguments arguments, String text) {
    try {
      byte[] key = Base64.getDecoder().decode(arguments.pathOrContent(text).strip());
      return Optional.of(key).filter(bytes -> bytes.length == KEY_BYTES);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  @Override
  public Backend open(BackendSettings settings, BackendPlace place) {
    Arguments arguments = TABLE.of(settings, place);
    StoreHttp http = StoreHttp.ofService(RETRIES, place);
    Optional<String> emulator = place.variable("STORAGE_EMULATOR_HOST");
    URI base =
        ServiceAddress.base(
            "The address of the storage service",
            arguments
                .text(ENDPOINT)
                .or(() -> emulator.map(GcsBackendType::emulated))
                .orElse("https://storage.googleapis.com/storage/v1/"));
    boolean anonymous = emulator.isPresent() && arguments.text(ENDPOINT).isEmpty();
    GcsBucket bucket =
        new GcsBucket(
            http,
            anonymous ? Optional.empty() : Optional.of(tokens(arguments, place, http)),
            arguments.required("bucket"),
            base);
    GcsSnapshots snapshots =
        new GcsSnapshots(
            bucket,
            folder(arguments.text("prefix").orElse("")),
            new Encryption(
                arguments.text(CUSTOMER_KEY).flatMap(text -> customerKey(arguments, text)),
                arguments.text(KMS_KEY)));
    return new RemoteBackend(
        NAME,
        RemoteBackend.Naming.WORKSPACES,
        snapshots,
        new PolledLease(new GcsLocks(bucket, snapshots)),
        place);
  }

  private static String emulated(String host) {
    return (host.startsWith("http") ? host : "http://" + host) + "/storage/v1/";
  }

  private static String folder(String prefix) {
    int start = 0;
    while (start < prefix.length() && prefix.charAt(start) == '/') {
      start++;
    }
    String rest = prefix.substring(start);
    return rest.isEmpty() || rest.endsWith("/") ? rest : rest + "/";
  }

  private TokenSource tokens(Arguments arguments, BackendPlace place, StoreHttp http) {
    Optional<String> token = arguments.text("access_token");
    Optional<String> impersonated = arguments.text("impersonate_service_account");
    if (token.isPresent() && impersonated.isEmpty()) {
      Token fixed = new Token(token.get(), Optional.empty());
      return () -> fixed;
    }
    StoreHttp metadata = StoreHttp.ofMachine(METADATA, place);
    GoogleSettings settings =
        new GoogleSettings(
            token,
            arguments.text("credentials").map(arguments::pathOrContent),
            impersonated,
            arguments.texts("impersonate_service_account_delegates"),
            GoogleSettings.STORAGE,
            iam);
    return TokenSource.kept(
        new GoogleCredentials(settings, place, http, metadata), place.environment().clock());
  }
}
