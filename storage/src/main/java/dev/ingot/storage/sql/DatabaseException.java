package dev.ingot.storage.sql;

import java.io.Serial;

/** A database can't be used; the message says which one, why, and what to do. */
public final class DatabaseException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final String explanation;

  /** With a message that is ready for the user. */
  public DatabaseException(String message, Throwable cause) {
    super(message, cause);
    this.explanation = message;
  }

  /** With a message that is ready for the user. */
  public DatabaseException(String message) {
    super(message);
    this.explanation = message;
  }

  /** The message. */
  public String explanation() {
    return explanation;
  }
}
