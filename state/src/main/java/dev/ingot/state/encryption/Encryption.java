package dev.ingot.state.encryption;

import dev.ingot.state.StateCipher;
import dev.ingot.state.StateFormatException;
import dev.ingot.state.StateFormatException.Problem;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts by the first of some methods, and decrypts by whichever fits: so keys and methods are
 * changed.
 */
final class Encryption implements StateCipher {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final List<Method> methods;
  private final SecureRandom random;

  /**
   * @param methods the one to encrypt by, then those to decrypt by, too
   */
  Encryption(List<Method> methods, SecureRandom random) {
    this.methods = List.copyOf(methods);
    this.random = random;
  }

  @Override
  public byte[] seal(byte[] snapshot, long serial, String lineage) {
    return switch (methods.getFirst()) {
      case Method.Unencrypted() -> snapshot;
      case Method.AesGcm method -> sealed(snapshot, method).state(serial, lineage);
    };
  }

  @Override
  public byte[] seal(byte[] part) {
    return switch (methods.getFirst()) {
      case Method.Unencrypted() -> part;
      case Method.AesGcm method -> sealed(part, method).part();
    };
  }

  private Envelope sealed(byte[] plain, Method.AesGcm method) {
    KeyProvider.Key key = method.keys().encrypting();
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key.bytes(), nonce, method);
      byte[] data = Arrays.copyOf(nonce, NONCE + cipher.getOutputSize(plain.length));
      cipher.doFinal(plain, 0, plain.length, data, NONCE);
      TreeMap<String, byte[]> meta = new TreeMap<>();
      meta.put(method.keys().name(), key.meta());
      return new Envelope(meta, data);
    } catch (GeneralSecurityException e) {
      throw new EncryptionException(
          "The state can't be encrypted by " + method.name() + ": " + e.getMessage() + ".", e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, Method.AesGcm method)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(method.aad());
    return cipher;
  }

  @Override
  public byte[] open(byte[] stored) {
    Optional<Envelope> envelope = Envelope.read(stored);
    if (envelope.isEmpty()) {
      if (methods.stream().anyMatch(method -> method instanceof Method.Unencrypted)) {
        return stored;
      }
      throw refused(
          "Unencrypted state",
          "The state is not encrypted, and its encryption says that it has to be. To encrypt it"
              + " now, add a fallback with the method unencrypted until it was written once.");
    }
    List<String> failures = new ArrayList<>();
    for (Method method : methods) {
      if (method instanceof Method.AesGcm aes) {
        try {
          return opened(envelope.get(), aes);
        } catch (EncryptionException e) {
          failures.add(aes.name() + ": " + e.getMessage());
        }
      }
    }
    throw refused(
        "Decryption failed",
        "The state can't be decrypted by any of the methods given. "
            + (failures.isEmpty() ? "None of them decrypts." : String.join(" ", failures)));
  }

  private static StateFormatException refused(String summary, String detail) {
    return new StateFormatException(List.of(new Problem(summary, detail)));
  }

  private static byte[] opened(Envelope envelope, Method.AesGcm method) {
    byte[] data = envelope.data();
    if (data.length < NONCE + TAG_BITS / 8) {
      throw new EncryptionException("It is cut short.");
    }
    byte[] key =
        method.keys().decrypting(Optional.ofNullable(envelope.meta().get(method.keys().name())));
    try {
      return cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(data, NONCE), method)
          .doFinal(data, NONCE, data.length - NONCE);
    } catch (AEADBadTagException e) {
      throw new EncryptionException("The key is another one, or the data is damaged.", e);
    } catch (GeneralSecurityException e) {
      throw new EncryptionException("The key can't be used: " + e.getMessage() + ".", e);
    }
  }
}
