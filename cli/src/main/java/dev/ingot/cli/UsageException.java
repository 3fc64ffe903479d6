package dev.ingot.cli;

/** The command line does not fit the command; the message says how. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1;

  public UsageException(String message) {
    super(message);
  }
}
