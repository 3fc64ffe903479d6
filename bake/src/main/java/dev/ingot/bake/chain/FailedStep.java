package dev.ingot.bake.chain;

import dev.ingot.bake.StepException;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.SourceRange;
import org.jspecify.annotations.Nullable;

/** A block failed, with the place of the block. */
public final class FailedStep extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Diagnostic diagnostic;

  private FailedStep(Diagnostic diagnostic, @Nullable Throwable cause) {
    super(diagnostic.summary(), cause);
    this.diagnostic = diagnostic;
  }

  /**
   * A failure of a block.
   *
   * @param kind the kind of block
   * @param label its name in messages
   */
  public static FailedStep of(String kind, String label, StepException e, SourceRange place) {
    return new FailedStep(Diagnostic.error(kind + " failed: " + label, e.describe(), place), e);
  }

  /** A block that could not be run. */
  static FailedStep of(Diagnostic diagnostic) {
    return new FailedStep(diagnostic, null);
  }

  /** The failure as a diagnostic. */
  public Diagnostic diagnostic() {
    return diagnostic;
  }
}
