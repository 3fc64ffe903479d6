package dev.ingot.cli.invocation;

/** An invalid command line; the message has the reason. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1;

  private final Kind kind;
  private final String summary;

  /** What is wrong with it, which decides what is said besides the message. */
  public enum Kind {
    /** Something else than the following. */
    LINE,
    /** An option is unknown, or has an invalid value. */
    FLAGS,
    /** There are too few or too many arguments: the usage explains it best. */
    ARGUMENTS,
    /**
     * There are more arguments than Terraform's command takes: it says no more than the message.
     */
    EXCESS
  }

  private UsageException(Kind kind, String summary, String message) {
    super(message);
    this.kind = kind;
    this.summary = summary;
  }

  /** With the reason. */
  public UsageException(String message) {
    this("Invalid command line", message);
  }

  /** With the reason in one line and in sentences. */
  public UsageException(String summary, String message) {
    this(Kind.LINE, summary, message);
  }

  /** An unknown option, or one with an invalid value. */
  public static UsageException ofFlags(String message) {
    return new UsageException(Kind.FLAGS, "Failed to parse command-line flags", message);
  }

  /** Too few or too many arguments: the usage is shown. */
  public static UsageException ofArguments(String message) {
    return new UsageException(Kind.ARGUMENTS, "", message);
  }

  /** More arguments than Terraform's command takes, in its words. */
  public static UsageException ofExcess() {
    return new UsageException(
        Kind.EXCESS, "", "Too many command line arguments. Did you mean to use -chdir?");
  }

  /** What is wrong. */
  public Kind kind() {
    return kind;
  }

  /** The reason in one line; may be empty. */
  public String summary() {
    return summary;
  }
}
