package dev.ingot.state.backend;

import dev.ingot.lang.Diagnostic;
import dev.ingot.state.StateSetupException;
import java.util.List;

/** A backend can't be worked with; the problem says why, such as that {@code init} was not run. */
public final class BackendException extends StateSetupException {
  private static final long serialVersionUID = 1L;

  /** Says why. */
  public BackendException(Diagnostic problem) {
    super(List.of(problem));
  }

  /** What is wrong, as it is to be shown. */
  public Diagnostic problem() {
    return problems().getFirst();
  }
}
