package dev.ingot.state.encryption;

import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.RequestBody;
import dev.ingot.http.tls.Trust;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.format.JsonSink;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Data keys of the transit engine of OpenBao. Rules: OpenBao's HTTP API, its variables {@code
 * BAO_ADDR}, {@code BAO_TOKEN}, {@code BAO_NAMESPACE}, {@code BAO_CACERT} and {@code
 * BAO_SKIP_VERIFY}, and the key provider {@code openbao} of OpenTofu 1.12.
 */
final class OpenBao implements KeySource {
  private static final String CIPHERTEXT = "ciphertext";
  private static final String PLAINTEXT = "plaintext";

  private final String name;
  private final StoreHttp http;
  private final Access access;
  private final String keyName;
  private final int keyLength;

  /** Where it is, and who asks. */
  private record Access(String base, Optional<String> token, Optional<String> namespace) {
    /** Without the token. */
    @Override
    public String toString() {
      return ServiceAddress.shown(URI.create(base));
    }
  }

  private OpenBao(String name, StoreHttp http, Access access, String keyName, int keyLength) {
    this.name = name;
    this.http = http;
    this.access = access;
    this.keyName = keyName;
    this.keyLength = keyLength;
  }

  /** By arguments; empty after a problem. */
  static Optional<OpenBao> of(String name, Arguments given, BackendPlace place) {
    Optional<String> key = given.needed("key_name");
    int length = given.number("key_length", 32, 1, 1024);
    if (length != 16 && length != 32 && length != 64) {
      given.problem("Invalid value", "key_length has to be 16, 32 or 64.");
    }
    String address =
        given.text("address").or(() -> variable(place, "ADDR")).orElse("https://127.0.0.1:8200");
    if (!isAddress(address)) {
      given.problem("Invalid value", "the address has to be one such as https://bao.example:8200.");
      return Optional.empty();
    }
    String engine = given.text("transit_engine_path").orElse("/transit");
    Access access =
        new Access(
            trimmed(address) + "/v1/" + trimmed(engine),
            given.text("token").or(() -> variable(place, "TOKEN")),
            variable(place, "NAMESPACE"));
    StoreHttp http = StoreHttp.of(client(place), place);
    return key.map(text -> new OpenBao(name, http, access, text, length));
  }

  private static Optional<String> variable(BackendPlace place, String suffix) {
    return place.variable("BAO_" + suffix).or(() -> place.variable("VAULT_" + suffix));
  }

  private static ClientSettings client(BackendPlace place) {
    ClientSettings usual = ClientSettings.usual(place.variables());
    Optional<String> authorities = variable(place, "CACERT");
    if (variable(place, "SKIP_VERIFY").filter("true"::equalsIgnoreCase).isPresent()) {
      return usual.withTls(usual.tls().withTrust(new Trust.Anyone()));
    }
    return authorities
        .map(
            file ->
                usual.withTls(
                    usual
                        .tls()
                        .withTrust(
                            new Trust.Authorities(List.of(content(place.folder().resolve(file)))))))
        .orElse(usual);
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new EncryptionException(
          "The file " + file + " cannot be read: " + StateException.reason(e) + ".", e);
    }
  }

  private static boolean isAddress(String text) {
    try {
      URI uri = new URI(text);
      return uri.getHost() != null
          && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
    } catch (URISyntaxException _) {
      return false;
    }
  }

  private static String trimmed(String path) {
    int start = path.startsWith("/") ? 1 : 0;
    int end = path.endsWith("/") && path.length() > start ? path.length() - 1 : path.length();
    return path.substring(start, end);
  }

  @Override
  public Key create(SortedMap<String, byte[]> others) {
    KeyMeta data =
        call(
            "datakey/plaintext",
            JsonSink.compact().beginObject().name("bits").value(keyLength * 8L));
    String sealed = data.text(CIPHERTEXT).orElseThrow(this::strange);
    // OpenTofu keeps the text as bytes, which JSON has in base64.
    byte[] meta =
        JsonSink.compact()
            .beginObject()
            .name(CIPHERTEXT)
            .value(Base64.getEncoder().encodeToString(sealed.getBytes(StandardCharsets.UTF_8)))
            .endObject()
            .toByteArray();
    return new Key(data.bytes(PLAINTEXT).orElseThrow(this::strange), Optional.of(meta));
  }

  @Override
  public byte[] restore(Optional<byte[]> kept, Map<String, byte[]> others) {
    byte[] sealed =
        KeyMeta.of(name, kept).bytes(CIPHERTEXT).orElseThrow(() -> KeyMeta.damaged(name));
    return call(
            "decrypt",
            JsonSink.compact()
                .beginObject()
                .name(CIPHERTEXT)
                .value(new String(sealed, StandardCharsets.UTF_8)))
        .bytes(PLAINTEXT)
        .orElseThrow(this::strange);
  }

  private KeyMeta call(String operation, JsonSink arguments) {
    URI uri =
        URI.create(access.base() + "/" + operation + "/" + ServiceAddress.encoded(keyName, false));
    HttpRequest request =
        HttpRequest.of("PUT", uri)
            .withRepeatable(true)
            .withHeader("X-Vault-Request", "true")
            .withBody(RequestBody.of(arguments.endObject().toByteArray()), "application/json");
    if (access.token().isPresent()) {
      request = request.withSecret("X-Vault-Token", access.token().get());
    }
    if (access.namespace().isPresent()) {
      request = request.withHeader("X-Vault-Namespace", access.namespace().get());
    }
    HttpResponse response;
    try {
      response = http.send("get the key of " + name, request);
    } catch (StateException e) {
      throw new EncryptionException(String.valueOf(e.getMessage()), e);
    }
    if (!response.isSuccessful()) {
      throw new EncryptionException(
          "OpenBao answers "
              + response.statusText()
              + " to "
              + ServiceAddress.shown(uri)
              + (access.token().isEmpty() ? ". No token is given: set BAO_TOKEN." : "."));
    }
    return KeyMeta.read(response.text())
        .flatMap(json -> json.object("data"))
        .orElseThrow(this::strange);
  }

  private EncryptionException strange() {
    return new EncryptionException(
        "The answer of " + access + " is not what OpenBao answers with.");
  }
}
