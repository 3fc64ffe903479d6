package dev.ingot.rollout;

/** A text is not an entry of the log of a rollout: it was damaged, or another program's. */
public final class LogFormatException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean newer;

  /** With a message that names the error. */
  public LogFormatException(String message) {
    this(message, false);
  }

  private LogFormatException(String message, boolean newer) {
    super(message);
    this.newer = newer;
  }

  static LogFormatException newer(int format) {
    return new LogFormatException(
        "it has format " + format + "; this version of Ingot reads up to " + StrategyCodec.FORMAT,
        true);
  }

  /** Whether a newer version of Ingot has written it. */
  public boolean isNewer() {
    return newer;
  }
}
