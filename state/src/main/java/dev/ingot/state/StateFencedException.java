package dev.ingot.state;

/** This process held the lock, but another has taken it over since; nothing was written. */
public final class StateFencedException extends StateException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the other process. */
  public StateFencedException(String message) {
    super(message);
  }
}
