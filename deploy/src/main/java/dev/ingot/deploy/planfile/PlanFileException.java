package dev.ingot.deploy.planfile;

/** A file that is not a saved plan, or a damaged one. The message says so to the user. */
public final class PlanFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public PlanFileException(String message) {
    super(message);
  }
}
