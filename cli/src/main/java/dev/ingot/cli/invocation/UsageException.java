package dev.ingot.cli.invocation;

/** The command line does not fit the command; the message says how. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1;

  private final String summary;

  /** Says what does not fit. */
  public UsageException(String message) {
    this("Invalid command line", message);
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

  /** Too few or too many arguments: the usage is shown. */
  public static UsageException ofArguments(String message) {
    return new UsageException("", message);
  }

  /** What does not fit, in one line; empty where the usage says it best. */
  public String summary() {
    return summary;
  }
}
