package dev.ingot.rollout;

/** A text is not an entry of the log of a rollout: it was damaged, or another program's. */
public final class LogFormatException extends Exception {
  private static final long serialVersionUID = 1;

  /** With a message that names the error. */
  public LogFormatException(String message) {
    super(message);
  }
}
