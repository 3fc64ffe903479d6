package dev.ingot.state.encryption;

import dev.ingot.lang.JsonDocument;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.Values;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import tools.jackson.core.JacksonException;

/**
 * Keys made of a passphrase by PBKDF2. A key is made once for each salt, since that takes half a
 * second.
 */
final class Passphrase implements KeyProvider {
  /** How keys are made. */
  record Parameters(int iterations, String hash, int keyLength, int saltLength) {
    static final Parameters USUAL = new Parameters(600_000, "sha512", 32, 32);
  }

  private static final int MOST_ITERATIONS = 100_000_000;
  private static final int LONGEST_KEY = 1024;

  private final String name;
  private final String passphrase;
  private final Parameters parameters;
  private final SecureRandom random;
  private final Map<String, byte[]> known = new HashMap<>();
  private Optional<Key> encrypting = Optional.empty();

  Passphrase(String name, String passphrase, Parameters parameters, SecureRandom random) {
    this.name = name;
    this.passphrase = passphrase;
    this.parameters = parameters;
    this.random = random;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized Key encrypting() {
    if (encrypting.isEmpty()) {
      byte[] salt = new byte[parameters.saltLength()];
      random.nextBytes(salt);
      String text =
          JsonDocument.text(
              json -> {
                json.writeStartObject();
                json.writeStringProperty("salt", Base64.getEncoder().encodeToString(salt));
                json.writeNumberProperty("iterations", parameters.iterations());
                json.writeStringProperty("hash_function", parameters.hash());
                json.writeNumberProperty("key_length", parameters.keyLength());
                json.writeEndObject();
              });
      byte[] meta = compact(text).getBytes(StandardCharsets.UTF_8);
      byte[] key = derive(salt, parameters.iterations(), parameters.hash(), parameters.keyLength());
      known.put(Arrays.toString(meta), key);
      encrypting = Optional.of(new Key(key, meta));
    }
    return encrypting.get();
  }

  private static String compact(String json) {
    return json.replace("\n", "").replace(" ", "");
  }

  @Override
  public synchronized byte[] decrypting(Optional<byte[]> meta) {
    byte[] kept =
        meta.orElseThrow(
            () -> new EncryptionException("Nothing about the key " + name + " was kept with it."));
    return known.computeIfAbsent(Arrays.toString(kept), _ -> derive(kept));
  }

  private byte[] derive(byte[] meta) {
    try {
      Value json = ValueJson.parse(new String(meta, StandardCharsets.UTF_8));
      byte[] salt = Base64.getDecoder().decode(text(json, "salt"));
      int iterations = number(json, "iterations", MOST_ITERATIONS);
      int length = number(json, "key_length", LONGEST_KEY);
      return derive(salt, iterations, text(json, "hash_function"), length);
    } catch (JacksonException | ValueJsonException | IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  private EncryptionException damaged(Throwable cause) {
    return new EncryptionException("What was kept of the key " + name + " is damaged.", cause);
  }

  private static String text(Value json, String field) {
    return Values.attribute(json, field)
        .flatMap(Values::text)
        .orElseThrow(() -> new IllegalArgumentException(field));
  }

  private static int number(Value json, String field, int most) {
    long number =
        Values.attribute(json, field)
            .flatMap(Values::numberOf)
            .map(value -> value.asLong().orElse(0))
            .orElse(0L);
    if (number < 1 || number > most) {
      throw new IllegalArgumentException(field);
    }
    return (int) number;
  }

  private byte[] derive(byte[] salt, int iterations, String hash, int length) {
    PBEKeySpec specification =
        new PBEKeySpec(passphrase.toCharArray(), salt, iterations, length * 8);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmac" + hash.toUpperCase(Locale.ROOT))
          .generateSecret(specification)
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new EncryptionException("The hash function " + hash + " isn't known.", e);
    } finally {
      specification.clearPassword();
    }
  }
}
