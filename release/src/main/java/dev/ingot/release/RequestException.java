package dev.ingot.release;

/** A request names something that doesn't exist; the message lists what does. */
public final class RequestException extends Exception {
  private static final long serialVersionUID = 1;

  /** Says what doesn't exist. */
  public RequestException(String message) {
    super(message);
  }
}
