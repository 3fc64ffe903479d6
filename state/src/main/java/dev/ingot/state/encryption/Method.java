package dev.ingot.state.encryption;

/** How something is encrypted. */
sealed interface Method {
  /** Not at all. */
  record Unencrypted() implements Method {}

  /**
   * By AES-GCM.
   *
   * @param aad bytes that are checked and not encrypted
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record AesGcm(String name, KeyProvider keys, byte[] aad) implements Method {}
}
