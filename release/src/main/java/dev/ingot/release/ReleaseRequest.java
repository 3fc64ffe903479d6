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
   * @param instant whether only to switch to old machines that are still kept, at once
   * @param variables values of sensitive variables, of which releases keep only a hash
   */
  record Rollback(OptionalLong to, boolean instant, List<VariableInput> variables)
      implements ReleaseRequest {
    public Rollback {
      variables = List.copyOf(variables);
    }

    /** One that creates what is no longer there. */
    public Rollback(OptionalLong to, List<VariableInput> variables) {
      this(to, false, variables);
    }
  }

  /**
   * Confirm or abort a rollout that waits for a person, and go on with its release.
   *
   * @param confirm whether it continues; else it is rolled back
   * @param variables values of sensitive variables, of which releases keep only a hash
   */
  record Decide(boolean confirm, List<VariableInput> variables) implements ReleaseRequest {
    public Decide {
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
