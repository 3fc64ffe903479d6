package dev.ingot.state.encryption;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM: a nonce of 12 bytes, what is encrypted, and a tag of 16 bytes.
 *
 * @param aad bytes that are checked and not encrypted
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record AesGcm(String name, KeyProvider keys, byte[] aad, RandomGenerator random) implements Method {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  @Override
  public byte[] encrypt(byte[] plain, SortedMap<String, byte[]> meta) {
    byte[] key = usable(keys.encrypting(meta));
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce);
      byte[] data = Arrays.copyOf(nonce, NONCE + cipher.getOutputSize(plain.length));
      cipher.doFinal(plain, 0, plain.length, data, NONCE);
      return data;
    } catch (GeneralSecurityException e) {
      throw new EncryptionException(name + " can't encrypt: " + e.getMessage() + ".", e);
    }
  }

  @Override
  public byte[] decrypt(byte[] data, Map<String, byte[]> meta) {
    if (data.length < NONCE + TAG_BITS / 8) {
      throw new EncryptionException("It is cut short.");
    }
    byte[] key = usable(keys.decrypting(meta));
    try {
      return cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(data, NONCE))
          .doFinal(data, NONCE, data.length - NONCE);
    } catch (AEADBadTagException e) {
      throw new EncryptionException("The key is another one, or the data is damaged.", e);
    } catch (GeneralSecurityException e) {
      throw new EncryptionException("The key can't be used: " + e.getMessage() + ".", e);
    }
  }

  private byte[] usable(byte[] key) {
    if (key.length != 16 && key.length != 24 && key.length != 32) {
      throw new EncryptionException(
          name
              + " needs a key of 16, 24 or 32 bytes, and its key provider gives one of "
              + key.length
              + ".");
    }
    return key;
  }

  private Cipher cipher(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(aad);
    return cipher;
  }
}
