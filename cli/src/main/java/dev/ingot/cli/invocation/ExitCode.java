package dev.ingot.cli.invocation;

/** The exit codes of all commands. */
public final class ExitCode {
  /** Done. */
  public static final int OK = 0;

  /** It failed; standard error has the reason. */
  public static final int ERROR = 1;

  /** {@code plan -detailed-exitcode}: there are changes. */
  public static final int CHANGES = 2;

  /** A rollout was rolled back: the previous release is running again. */
  public static final int REVERTED = 3;

  /** A rollout failed and is paused until someone intervenes. */
  public static final int PAUSED = 4;

  /**
   * Interrupted: stopped cleanly, with a running rollout rolled back; standard error has the
   * details.
   */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
