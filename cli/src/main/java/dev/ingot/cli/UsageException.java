package dev.ingot.cli;

/** The command line does not fit the command; the message says how. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1;

  private final String summary;

  /** Says what does not fit. */
  public UsageException(String message) {
    this("Unsuitable command line", message);
  }

  /** Says what does not fit, in one line and in sentences. */
  public UsageException(String summary, String message) {
    super(message);
    this.summary = summary;
  }

  /** An option that is not one, or whose value is none. */
  public static UsageException ofFlags(String message) {
    return new UsageException("Failed to parse command-line flags", message);
  }

  /** What does not fit, in one line. */
  public String summary() {
    return summary;
  }
}
