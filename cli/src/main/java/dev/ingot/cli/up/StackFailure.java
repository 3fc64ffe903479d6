package dev.ingot.cli.up;

/** A step of the way failed and has said why; nothing after it is done. */
public final class StackFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  StackFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The exit code of the command. */
  public int exitCode() {
    return exitCode;
  }
}
