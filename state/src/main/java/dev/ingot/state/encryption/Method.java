package dev.ingot.state.encryption;

import java.util.Map;
import java.util.SortedMap;

/** How something is encrypted. */
interface Method {
  /** Such as {@code method.aes_gcm.main}. */
  String name();

  /**
   * Encrypts.
   *
   * @param meta receives what is to be kept beside it
   * @throws EncryptionException if that can't be done
   */
  byte[] encrypt(byte[] plain, SortedMap<String, byte[]> meta);

  /**
   * Decrypts.
   *
   * @param meta what was kept beside it
   * @throws EncryptionException if that can't be done
   */
  byte[] decrypt(byte[] data, Map<String, byte[]> meta);
}
