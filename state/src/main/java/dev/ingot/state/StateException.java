package dev.ingot.state;

/**
 * The state could not be read, locked or written. The message says what is wrong, where, and what
 * to do.
 */
public class StateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public StateException(String message) {
    super(message);
  }

  /** Says what is wrong and what made it so. */
  public StateException(String message, Throwable cause) {
    super(message, cause);
  }
}
