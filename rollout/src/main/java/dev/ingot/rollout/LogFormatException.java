package dev.ingot.rollout;

/** A text is not an entry of the log of a rollout: it was damaged, or another program's. */
public final class LogFormatException extends Exception {
  private static final long serialVersionUID = 1;

  /** Says what is wrong with it. */
  public LogFormatException(String message) {
    super(message);
  }
}
