package dev.ingot.state.encryption;

import dev.ingot.lang.Diagnostic;
import dev.ingot.state.StateSetupException;
import java.util.List;

/** Something can't be encrypted or decrypted, or it isn't said well how. Never has a secret. */
public final class EncryptionException extends StateSetupException {
  private static final long serialVersionUID = 1L;

  private static final String SUMMARY = "Encryption failed";

  private final String reason;

  /** Says what is wrong. */
  public EncryptionException(String reason) {
    super(List.of(Diagnostic.error(SUMMARY, reason)));
    this.reason = reason;
  }

  /** Says all that is wrong with a configuration. */
  public EncryptionException(List<Diagnostic> problems) {
    super(problems);
    this.reason = String.valueOf(getMessage());
  }

  /** Says what is wrong, and after what. */
  public EncryptionException(String reason, Throwable cause) {
    super(Diagnostic.error(SUMMARY, reason), SUMMARY + "\n\n" + reason, cause);
    this.reason = reason;
  }

  /** What is wrong, in sentences. */
  String reason() {
    return reason;
  }
}
