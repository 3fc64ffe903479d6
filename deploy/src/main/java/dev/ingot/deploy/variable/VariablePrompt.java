package dev.ingot.deploy.variable;

import dev.ingot.deploy.configuration.InputVariable;
import java.util.Optional;

/** Asks for the value of a required variable that has none. */
@FunctionalInterface
public interface VariablePrompt {
  /** Asking is impossible. */
  VariablePrompt NONE = _ -> Optional.empty();

  /** The answer; empty if there is none. */
  Optional<String> ask(InputVariable variable);
}
