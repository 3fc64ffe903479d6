package dev.ingot.state.encryption;

import dev.ingot.state.StateException;

/** Something can't be encrypted or decrypted, or it isn't said well how. Never has a secret. */
public final class EncryptionException extends StateException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public EncryptionException(String message) {
    super(message);
  }

  /** Says what is wrong. */
  public EncryptionException(String message, Throwable cause) {
    super(message, cause);
  }
}
