package dev.ingot.cli.backend;

import dev.ingot.lang.Diagnostic;
import dev.ingot.state.StateException;

/** The state can't be found before {@code init} was run; the problem says why. */
public final class BackendException extends StateException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic problem;

  BackendException(Diagnostic problem) {
    super(problem.summary() + "\n\n" + problem.detail());
    this.problem = problem;
  }

  /** What is wrong, as it is to be shown. */
  public Diagnostic problem() {
    return problem;
  }
}
