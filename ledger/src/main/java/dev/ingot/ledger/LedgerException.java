package dev.ingot.ledger;

import java.io.Serial;

/** The ledger can't be read or written; the message says which file, why and what to do. */
public final class LedgerException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** With a message that is ready for the user. */
  public LedgerException(String message) {
    super(message);
  }

  /** With a message that is ready for the user. */
  public LedgerException(String message, Throwable cause) {
    super(message, cause);
  }
}
