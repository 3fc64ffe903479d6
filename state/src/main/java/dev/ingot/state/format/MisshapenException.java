package dev.ingot.state.format;

/** A text that is not JSON, or not of the form expected; the message says which and where. */
public final class MisshapenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public MisshapenException(String message) {
    super(message);
  }
}
