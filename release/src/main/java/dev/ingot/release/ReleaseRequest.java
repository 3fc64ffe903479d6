package dev.ingot.release;

import dev.ingot.deploy.variable.VariableInput;
import java.util.List;
import java.util.OptionalLong;

/** A request to a stack. */
public sealed interface ReleaseRequest {
  /**
   * Bake, promote, plan and roll out what the folder describes.
   *
   * @param variables values given, in order
   * @param message what the record says about the release; may be empty
   */
  record Up(List<VariableInput> variables, String message) implements ReleaseRequest {
    public Up {
      variables = List.copyOf(variables);
    }
  }

  /**
   * Deploy an earlier verified release again.
   *
   * @param to its number; the verified one before the present one if empty
   * @param variables values of sensitive variables, of which releases keep only a hash
   */
  record Rollback(OptionalLong to, List<VariableInput> variables) implements ReleaseRequest {
    public Rollback {
      variables = List.copyOf(variables);
    }
  }

  /**
   * Destroy all that is deployed; images and the record stay.
   *
   * @param variables values given, in order
   */
  record Down(List<VariableInput> variables) implements ReleaseRequest {
    public Down {
      variables = List.copyOf(variables);
    }
  }
}
