package dev.ingot.cli.invocation;

/** An invalid command line; the message has the reason. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1;
  private static final String TOO_MANY = "Too many arguments";
  private static final String OF_FLAGS = "Failed to parse command-line flags";

  private final String summary;

  /** With the reason. */
  public UsageException(String message) {
    this("Invalid command line", message);
  }

  /** With the reason in one line and in sentences. */
  public UsageException(String summary, String message) {
    super(message);
    this.summary = summary;
  }

  /** An unknown option, or one with an invalid value. */
  public static UsageException ofFlags(String message) {
    return new UsageException(OF_FLAGS, message);
  }

  /** Too few or too many arguments: the usage is shown. */
  public static UsageException ofArguments(String message) {
    return new UsageException("", message);
  }

  /** More arguments than Terraform's command takes, in its words and without anything else. */
  public static UsageException ofTerraform() {
    return new UsageException(
        TOO_MANY, "Too many command line arguments. Did you mean to use -chdir?");
  }

  /** Whether its message is all that is said. */
  public boolean isAll() {
    return summary.equals(TOO_MANY);
  }

  /** Whether an option is unknown or has an invalid value. */
  public boolean isOfFlags() {
    return summary.equals(OF_FLAGS);
  }

  /** The reason in one line; empty if the usage explains it best. */
  public String summary() {
    return summary;
  }
}
