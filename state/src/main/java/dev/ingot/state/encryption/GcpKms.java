package dev.ingot.state.encryption;

import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.Limits;
import dev.ingot.http.client.RequestBody;
import dev.ingot.http.client.Retries;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.format.JsonSink;
import dev.ingot.state.google.GoogleCredentials;
import dev.ingot.state.google.GoogleSettings;
import dev.ingot.state.oauth.TokenSource;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import dev.ingot.storage.RegularFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.random.RandomGenerator;

/**
 * Keys made here and kept as Google's Cloud KMS encrypted them. Rules: the REST API of Cloud KMS,
 * and the key provider {@code gcp_kms} of OpenTofu 1.12.
 */
final class GcpKms implements KeySource {
  private static final Limits METADATA =
      new Limits(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2));
  private static final String CIPHERTEXT = "ciphertext";
  private static final String PLAINTEXT = "plaintext";

  private final String name;
  private final StoreHttp http;
  private final TokenSource tokens;
  private final URI key;
  private final int keyLength;
  private final RandomGenerator random;

  private GcpKms(
      String name,
      StoreHttp http,
      TokenSource tokens,
      URI key,
      int keyLength,
      RandomGenerator random) {
    this.name = name;
    this.http = http;
    this.tokens = tokens;
    this.key = key;
    this.keyLength = keyLength;
    this.random = random;
  }

  /** By arguments; empty after a problem. */
  static Optional<GcpKms> of(String name, Arguments given, BackendPlace place) {
    Optional<String> keyName = given.needed("kms_encryption_key");
    if (!given.has("key_length")) {
      given.problem("Missing required argument", "the argument key_length is required.");
    }
    int length = given.number("key_length", 32, 1, 1024);
    Optional<String> token =
        given.text("access_token").or(() -> place.variable("GOOGLE_OAUTH_ACCESS_TOKEN"));
    Optional<String> credentials =
        given
            .text("credentials")
            .or(() -> place.variable("GOOGLE_CREDENTIALS"))
            .map(text -> content(text, place));
    Optional<String> account =
        given
            .text("impersonate_service_account")
            .or(() -> place.variable("GOOGLE_BACKEND_IMPERSONATE_SERVICE_ACCOUNT"))
            .or(() -> place.variable("GOOGLE_IMPERSONATE_SERVICE_ACCOUNT"));
    GoogleSettings settings =
        new GoogleSettings(
            token,
            credentials,
            account,
            given.texts("impersonate_service_account_delegates"),
            GoogleSettings.KEYS,
            GoogleSettings.IAM);
    ClientSettings usual = ClientSettings.usual(place.variables()).withRedirects(0);
    StoreHttp http = StoreHttp.of(usual, place);
    StoreHttp metadata = StoreHttp.of(usual.withLimits(METADATA).withRetries(Retries.NONE), place);
    TokenSource tokens =
        TokenSource.kept(
            new GoogleCredentials(settings, place, http, metadata), place.environment().clock());
    return keyName.map(
        text ->
            new GcpKms(name, http, tokens, key(text, place), length, place.environment().random()));
  }

  private static URI key(String keyName, BackendPlace place) {
    String base =
        place.variable("GOOGLE_KMS_CUSTOM_ENDPOINT").orElse("https://cloudkms.googleapis.com/v1/");
    return URI.create(
        ServiceAddress.base("The address of Cloud KMS", base)
            + ServiceAddress.encoded(keyName, true));
  }

  /** The content of a file, or the text where there is no such file. */
  private static String content(String text, BackendPlace place) {
    if (text.stripLeading().startsWith("{")) {
      return text;
    }
    Path file =
        text.startsWith("~/")
            ? Path.of(place.variable("HOME").orElse("/"), text.substring(2))
            : place.folder().resolve(text);
    try {
      return Files.exists(file) ? new String(RegularFile.read(file), StandardCharsets.UTF_8) : text;
    } catch (IOException e) {
      throw new EncryptionException(
          "The file " + file + " cannot be read: " + StateException.reason(e) + ".", e);
    }
  }

  @Override
  public Key create(SortedMap<String, byte[]> others) {
    byte[] bytes = new byte[keyLength];
    random.nextBytes(bytes);
    byte[] sealed = call("encrypt", PLAINTEXT, bytes, CIPHERTEXT);
    return new Key(bytes, Optional.of(object(CIPHERTEXT, sealed)));
  }

  @Override
  public byte[] restore(Optional<byte[]> kept, Map<String, byte[]> others) {
    byte[] sealed =
        KeyMeta.of(name, kept).bytes(CIPHERTEXT).orElseThrow(() -> KeyMeta.damaged(name));
    return call("decrypt", CIPHERTEXT, sealed, PLAINTEXT);
  }

  private static byte[] object(String field, byte[] value) {
    return JsonSink.compact()
        .beginObject()
        .name(field)
        .value(Base64.getEncoder().encodeToString(value))
        .endObject()
        .toByteArray();
  }

  private byte[] call(String operation, String field, byte[] value, String answered) {
    URI uri = URI.create(key + ":" + operation);
    HttpResponse response;
    try {
      response =
          http.send(
              "get the key of " + name,
              HttpRequest.of("POST", uri)
                  .withRepeatable(true)
                  .withSecret("Authorization", "Bearer " + tokens.token().value())
                  .withBody(RequestBody.of(object(field, value)), "application/json"));
    } catch (StateException e) {
      throw new EncryptionException(String.valueOf(e.getMessage()), e);
    }
    Optional<KeyMeta> answer = KeyMeta.read(response.text());
    if (!response.isSuccessful()) {
      throw new EncryptionException(
          "Cloud KMS refuses to "
              + operation
              + " with "
              + key
              + ": "
              + answer
                  .flatMap(json -> json.object("error"))
                  .flatMap(error -> error.text("message"))
                  .orElse(response.statusText()));
    }
    return answer
        .flatMap(json -> json.bytes(answered))
        .orElseThrow(
            () ->
                new EncryptionException(
                    "The answer of " + uri + " is not what Cloud KMS answers with."));
  }
}
