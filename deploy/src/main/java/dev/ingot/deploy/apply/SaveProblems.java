package dev.ingot.deploy.apply;

import dev.ingot.lang.Diagnostic;
import dev.ingot.state.StateException;
import java.util.Optional;

/** Messages for a state that can't be written. */
final class SaveProblems {
  private SaveProblems() {}

  static Diagnostic of(StateException problem) {
    return Diagnostic.error(
        "Failed to save state",
        Optional.ofNullable(problem.getMessage()).orElse("The state can't be written."));
  }
}
