package dev.ingot.state.encryption;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Where the keys of one key provider come from. It may take long to ask. */
interface KeySource {
  /**
   * A key.
   *
   * @param meta what is needed to give it again; empty if nothing is
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Key(byte[] bytes, Optional<byte[]> meta) {
    /** Without the key. */
    @Override
    public String toString() {
      return "Key";
    }
  }

  /**
   * A new key.
   *
   * @param others receives what other key providers need, where this one asks others
   * @throws EncryptionException if there is none; the message says why
   */
  Key create(SortedMap<String, byte[]> others);

  /**
   * A key that was created before.
   *
   * @param kept what was needed to give it again; empty if nothing was kept
   * @param others the same of all key providers
   * @throws EncryptionException if it can't be given; the message says why
   */
  byte[] restore(Optional<byte[]> kept, Map<String, byte[]> others);
}
