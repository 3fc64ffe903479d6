package dev.ingot.state.encryption;

import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.RequestBody;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.azurerm.AzureAccess;
import dev.ingot.state.format.JsonSink;
import dev.ingot.state.oauth.TokenSource;
import dev.ingot.state.program.Programs;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Keys made here and kept as Azure's Key Vault encrypted them. Rules: the REST API of Key Vault
 * 7.5, and the key provider {@code azure_vault} of OpenTofu 1.12.
 */
final class AzureVault implements KeySource {
  private static final String VERSION = "?api-version=7.5";
  private static final Pattern KEY_NAME = Pattern.compile("[0-9a-zA-Z-]{1,127}");
  private static final Pattern VAULT_NAME =
      Pattern.compile("[a-zA-Z](?!.*--)[0-9a-zA-Z-]{1,22}[0-9a-zA-Z]");

  /** What was kept in the field of a {@code meta}, and the field of the API it is given back in. */
  private static final Map<String, String> PARTS =
      Map.of("iv", "iv", "authentication_tag", "tag", "additional_authenticated_data", "aad");

  private final String name;
  private final StoreHttp http;
  private final TokenSource tokens;
  private final URI key;
  private final String algorithm;
  private final int keyLength;
  private final RandomGenerator random;

  private AzureVault(
      String name,
      AzureAccess azure,
      Vault vault,
      String algorithm,
      int keyLength,
      RandomGenerator random) {
    this.name = name;
    this.http = azure.http();
    this.tokens = azure.credentials().of(vault.service());
    this.key = vault.key();
    this.algorithm = algorithm;
    this.keyLength = keyLength;
    this.random = random;
  }

  /**
   * A key in a vault.
   *
   * @param key its address, with a slash at its end
   * @param service what tokens are asked for: the vault's name without its first part
   */
  private record Vault(URI key, String service) {
    static Optional<Vault> of(Arguments given) {
      Optional<String> address = given.needed("vault_uri");
      Optional<String> name = given.needed("vault_key_name");
      if (address.isEmpty() || name.isEmpty()) {
        return Optional.empty();
      }
      if (!KEY_NAME.matcher(name.get()).matches()) {
        given.problem(
            "Invalid value", "vault_key_name has to be 1 to 127 letters, digits and hyphens.");
        return Optional.empty();
      }
      Optional<URI> vault = secure(address.get());
      if (vault.isEmpty()) {
        given.problem(
            "Invalid value",
            "vault_uri has to be the address of a vault, such as"
                + " https://myvault.vault.azure.net/.");
        return Optional.empty();
      }
      String host = vault.get().getHost();
      return Optional.of(
          new Vault(
              URI.create(vault.get() + "keys/" + name.get() + "/"),
              "https://" + host.substring(host.indexOf('.') + 1)));
    }

    private static Optional<URI> secure(String text) {
      try {
        URI base = ServiceAddress.base("The address of the vault", text);
        String host = Optional.ofNullable(base.getHost()).orElse("");
        int end = host.indexOf('.') < 0 ? host.length() : host.indexOf('.');
        return "https".equals(base.getScheme())
                && base.getRawUserInfo() == null
                && base.getRawQuery() == null
                && VAULT_NAME.matcher(host.substring(0, end)).matches()
            ? Optional.of(base)
            : Optional.empty();
      } catch (StateException _) {
        return Optional.empty();
      }
    }
  }

  /** By arguments; empty after a problem. */
  static Optional<AzureVault> of(
      String name, Arguments given, BackendPlace place, Programs programs) {
    Optional<Vault> vault = Vault.of(given);
    if (!given.has("key_length")) {
      given.problem("Missing required argument", "the argument key_length is required.");
    }
    int length = given.number("key_length", 32, 1, 1024);
    Optional<String> algorithm = algorithm(given);
    SortedMap<String, Value> identity = identity(given);
    Optional<Diagnostic> problem = AzureAccess.problem(identity, place);
    problem.ifPresent(found -> given.problem(found.summary(), found.detail()));
    if (vault.isEmpty() || algorithm.isEmpty() || problem.isPresent()) {
      return Optional.empty();
    }
    AzureAccess azure;
    try {
      azure = AzureAccess.of(identity, place, programs);
    } catch (StateException e) {
      throw new EncryptionException(String.valueOf(e.getMessage()), e);
    }
    return Optional.of(
        new AzureVault(
            name, azure, vault.get(), algorithm.get(), length, place.environment().random()));
  }

  private static Optional<String> algorithm(Arguments given) {
    boolean symmetric = given.value("symmetric", Type.BOOL).filter(Values::isTrue).isPresent();
    Optional<Long> size = given.number("symmetric_key_size");
    if (!symmetric) {
      return Optional.of("RSA-OAEP-256");
    }
    if (size.isEmpty() || !List.of(128L, 192L, 256L).contains(size.get())) {
      given.problem(
          "Invalid value", "symmetric_key_size has to be 128, 192 or 256 where symmetric is true.");
      return Optional.empty();
    }
    return Optional.of("A" + size.get() + "GCM");
  }

  private static SortedMap<String, Value> identity(Arguments given) {
    TreeMap<String, Value> values = new TreeMap<>();
    AzureAccess.attributes()
        .forEach(
            (argument, attribute) ->
                given
                    .value(argument, attribute.type())
                    .ifPresent(value -> values.put(argument, value)));
    return values;
  }

  @Override
  public Key create(SortedMap<String, byte[]> others) {
    byte[] bytes = new byte[keyLength];
    random.nextBytes(bytes);
    KeyMeta answer = call("", "encrypt", arguments(algorithm, bytes));
    String id = answer.text("kid").orElseThrow(this::strange);
    JsonSink meta =
        JsonSink.compact()
            .beginObject()
            .name("ciphertext")
            .value(kept(answer, "value").orElseThrow(this::strange));
    new TreeMap<>(PARTS)
        .forEach(
            (field, part) -> kept(answer, part).ifPresent(text -> meta.name(field).value(text)));
    meta.name("key_version").value(id.substring(id.lastIndexOf('/') + 1));
    meta.name("algo").value(algorithm);
    return new Key(bytes, Optional.of(meta.endObject().toByteArray()));
  }

  @Override
  public byte[] restore(Optional<byte[]> kept, Map<String, byte[]> others) {
    KeyMeta meta = KeyMeta.of(name, kept);
    byte[] sealed = meta.bytes("ciphertext").orElseThrow(() -> KeyMeta.damaged(name));
    String version = meta.text("key_version").orElseThrow(() -> KeyMeta.damaged(name));
    JsonSink arguments = arguments(meta.text("algo").orElse(algorithm), sealed);
    new TreeMap<>(PARTS)
        .forEach(
            (field, part) ->
                meta.bytes(field).ifPresent(bytes -> arguments.name(part).value(encoded(bytes))));
    return call(ServiceAddress.encoded(version, false), "decrypt", arguments)
        .text("value")
        .flatMap(AzureVault::decoded)
        .orElseThrow(this::strange);
  }

  private static JsonSink arguments(String algorithm, byte[] value) {
    return JsonSink.compact()
        .beginObject()
        .name("alg")
        .value(algorithm)
        .name("value")
        .value(encoded(value));
  }

  /** A part of an answer as OpenTofu keeps bytes, which is not as Azure writes them. */
  private static Optional<String> kept(KeyMeta answer, String part) {
    return answer.text(part).flatMap(AzureVault::decoded).map(Base64.getEncoder()::encodeToString);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Optional<byte[]> decoded(String text) {
    try {
      return Optional.of(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private KeyMeta call(String version, String operation, JsonSink arguments) {
    // Without a version the key's newest one is meant.
    URI uri = URI.create(key + version + "/" + operation + VERSION);
    HttpResponse response;
    try {
      response =
          http.send(
              "get the key of " + name,
              HttpRequest.of("POST", uri)
                  .withRepeatable(true)
                  .withBearer(tokens.token().value())
                  .withBody(
                      RequestBody.of(arguments.endObject().toByteArray()), "application/json"));
    } catch (StateException e) {
      throw new EncryptionException(String.valueOf(e.getMessage()), e);
    }
    Optional<KeyMeta> answer = KeyMeta.read(response.text());
    if (!response.isSuccessful()) {
      throw new EncryptionException(
          "Key Vault refuses to "
              + operation
              + " with "
              + key
              + ": "
              + answer
                  .flatMap(json -> json.object("error"))
                  .flatMap(error -> error.text("message"))
                  .orElse(response.statusText()));
    }
    return answer.orElseThrow(this::strange);
  }

  private EncryptionException strange() {
    return new EncryptionException("The answer of " + key + " is not what Key Vault answers with.");
  }
}
