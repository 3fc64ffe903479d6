package dev.ingot.state.backend;

import dev.ingot.lang.Diagnostic;
import dev.ingot.state.StateException;

/** A backend can't be worked with; the problem says why, such as that {@code init} was not run. */
public final class BackendException extends StateException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic problem;

  /** Says why. */
  public BackendException(Diagnostic problem) {
    super(problem.summary() + "\n\n" + problem.detail());
    this.problem = problem;
  }

  /** What is wrong, as it is to be shown. */
  public Diagnostic problem() {
    return problem;
  }
}
