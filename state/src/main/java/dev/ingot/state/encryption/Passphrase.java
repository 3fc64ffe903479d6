package dev.ingot.state.encryption;

import dev.ingot.state.format.JsonSink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** Keys made by PBKDF2 of a passphrase, or of the key of another key provider. */
final class Passphrase implements KeySource {
  /** How keys are made. */
  record Parameters(int iterations, String hash, int keyLength, int saltLength) {
    static final Parameters USUAL = new Parameters(600_000, "sha512", 32, 32);
  }

  /** Bytes that a passphrase has at least. */
  static final int SHORTEST = 16;

  private static final int MOST_ITERATIONS = 100_000_000;
  private static final int LONGEST_KEY = 1024;

  private final String name;
  private final Optional<String> passphrase;
  private final Optional<KeyProvider> chain;
  private final Parameters parameters;
  private final RandomGenerator random;

  private Passphrase(
      String name,
      Optional<String> passphrase,
      Optional<KeyProvider> chain,
      Parameters parameters,
      RandomGenerator random) {
    this.name = name;
    this.passphrase = passphrase;
    this.chain = chain;
    this.parameters = parameters;
    this.random = random;
  }

  /** Of a passphrase. */
  static Passphrase of(
      String name, String passphrase, Parameters parameters, RandomGenerator random) {
    return new Passphrase(name, Optional.of(passphrase), Optional.empty(), parameters, random);
  }

  /** Of what another key provider gives. */
  static Passphrase of(
      String name, KeyProvider chain, Parameters parameters, RandomGenerator random) {
    return new Passphrase(name, Optional.empty(), Optional.of(chain), parameters, random);
  }

  @Override
  public Key create(SortedMap<String, byte[]> others) {
    Optional<byte[]> given = chain.map(keys -> keys.encrypting(others));
    byte[] salt = new byte[parameters.saltLength()];
    random.nextBytes(salt);
    byte[] meta =
        JsonSink.compact()
            .beginObject()
            .name("salt")
            .value(Base64.getEncoder().encodeToString(salt))
            .name("iterations")
            .value(parameters.iterations())
            .name("hash_function")
            .value(parameters.hash())
            .name("key_length")
            .value(parameters.keyLength())
            .endObject()
            .toByteArray();
    return new Key(derive(given, salt, parameters), Optional.of(meta));
  }

  @Override
  public byte[] restore(Optional<byte[]> kept, Map<String, byte[]> others) {
    KeyMeta meta = KeyMeta.of(name, kept);
    byte[] salt = meta.bytes("salt").orElseThrow(() -> KeyMeta.damaged(name));
    long iterations = meta.number("iterations");
    long length = meta.number("key_length");
    String hash = meta.text("hash_function").orElse("");
    if (iterations < 1
        || iterations > MOST_ITERATIONS
        || length < 1
        || length > LONGEST_KEY
        || !(hash.equals("sha256") || hash.equals("sha512"))) {
      throw KeyMeta.damaged(name);
    }
    return derive(
        chain.map(keys -> keys.decrypting(others)),
        salt,
        new Parameters((int) iterations, hash, (int) length, salt.length));
  }

  private byte[] derive(Optional<byte[]> given, byte[] salt, Parameters how) {
    if (given.isPresent() && given.get().length < SHORTEST) {
      throw new EncryptionException(
          "The key that the chain of " + name + " gives has fewer than 16 bytes.");
    }
    String hash = "Hmac" + how.hash().toUpperCase(Locale.ROOT);
    try {
      if (given.isPresent()) {
        Mac mac = Mac.getInstance(hash);
        mac.init(new SecretKeySpec(given.get(), hash));
        return derive(mac, salt, how);
      }
      PBEKeySpec specification =
          new PBEKeySpec(
              passphrase.orElse("").toCharArray(), salt, how.iterations(), how.keyLength() * 8);
      try {
        return SecretKeyFactory.getInstance("PBKDF2With" + hash)
            .generateSecret(specification)
            .getEncoded();
      } finally {
        specification.clearPassword();
      }
    } catch (GeneralSecurityException e) {
      throw new EncryptionException("The key " + name + " can't be made: " + e.getMessage(), e);
    }
  }

  /** PBKDF2 of bytes, which Java has for texts only. Rules: RFC 8018, 5.2. */
  private static byte[] derive(Mac mac, byte[] salt, Parameters how)
      throws GeneralSecurityException {
    int size = mac.getMacLength();
    int blocks = (how.keyLength() + size - 1) / size;
    byte[] derived = new byte[blocks * size];
    byte[] last = new byte[size];
    for (int block = 1; block <= blocks; block++) {
      mac.update(salt);
      mac.update(ByteBuffer.allocate(4).putInt(block).flip());
      mac.doFinal(last, 0);
      byte[] sum = last.clone();
      for (int i = 1; i < how.iterations(); i++) {
        mac.update(last);
        mac.doFinal(last, 0);
        for (int b = 0; b < size; b++) {
          sum[b] ^= last[b];
        }
      }
      System.arraycopy(sum, 0, derived, (block - 1) * size, size);
    }
    return Arrays.copyOf(derived, how.keyLength());
  }

  /** The size of a passphrase as it is counted. */
  static boolean isLongEnough(String passphrase) {
    return passphrase.getBytes(StandardCharsets.UTF_8).length >= SHORTEST;
  }
}
