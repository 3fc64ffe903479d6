package dev.ingot.deploy.variable;

import dev.ingot.deploy.configuration.InputVariable;
import java.util.Optional;

/** Asks for the value of a variable that is required and given nowhere. */
@FunctionalInterface
public interface VariablePrompt {
  /** Nobody can be asked. */
  VariablePrompt NONE = _ -> Optional.empty();

  /** The answer; empty where nobody answers. */
  Optional<String> ask(InputVariable variable);
}
