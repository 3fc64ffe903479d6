package dev.ingot.state.encryption;

import java.util.Map;
import java.util.SortedMap;

/** Gives keys. Safe for use by several threads. */
interface KeyProvider {
  /**
   * The key to encrypt with; always the same one.
   *
   * @param meta receives what is needed to give it again, by names; it is kept beside what is
   *     encrypted
   * @throws EncryptionException if there is none
   */
  byte[] encrypting(SortedMap<String, byte[]> meta);

  /**
   * The key that something was encrypted with.
   *
   * @param meta what was kept beside it
   * @throws EncryptionException if it can't be given
   */
  byte[] decrypting(Map<String, byte[]> meta);
}
