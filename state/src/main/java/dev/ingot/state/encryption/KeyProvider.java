package dev.ingot.state.encryption;

import java.util.Optional;

/** Gives keys. Safe for use by several threads. */
interface KeyProvider {
  /**
   * A key.
   *
   * @param meta what is needed to give it again; it is kept beside what is encrypted
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Key(byte[] bytes, byte[] meta) {
    /** Without the key. */
    @Override
    public String toString() {
      return "Key";
    }
  }

  /** How it is called in what is kept, such as {@code key_provider.pbkdf2.main}. */
  String name();

  /**
   * The key to encrypt with.
   *
   * @throws EncryptionException if there is none
   */
  Key encrypting();

  /**
   * The key that something was encrypted with.
   *
   * @param meta what was kept beside it; empty if nothing was
   * @throws EncryptionException if it can't be given
   */
  byte[] decrypting(Optional<byte[]> meta);
}
