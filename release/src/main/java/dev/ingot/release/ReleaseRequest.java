package dev.ingot.release;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.variable.VariableInput;
import dev.ingot.release.repave.Severity;
import java.util.List;
import java.util.Optional;
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
   * Bake the templates of the folder and promote what they give. Machines are not touched.
   *
   * @param variables values given, in order
   * @param fresh whether steps run again although their inputs are the same
   * @param against the least severity of vulnerabilities of which an image must have fewer than the
   *     one its channel points to, if that has some; empty to promote whatever is baked
   */
  record Rebuild(List<VariableInput> variables, boolean fresh, Optional<Severity> against)
      implements ReleaseRequest {
    public Rebuild {
      variables = List.copyOf(variables);
    }
  }

  /**
   * Replace machines of the release that runs, in the waves of their rollouts. What the folder
   * describes by now is not looked at: the last verified release is deployed again.
   *
   * @param machines the instances to be replaced; empty for those alone that differ from the
   *     release, such as missing ones
   * @param images which images the machines get
   * @param variables values of sensitive variables, of which releases keep only a hash
   * @param reason what the record says about it
   */
  record Replace(
      List<InstanceAddress> machines, Images images, List<VariableInput> variables, String reason)
      implements ReleaseRequest {
    public Replace {
      machines = List.copyOf(machines);
      variables = List.copyOf(variables);
    }

    /** Which images replaced machines get. */
    public enum Images {
      /** Those of the release. */
      OF_RELEASE,
      /** Those that the channels point to now: machines with others are replaced, too. */
      OF_CHANNELS
    }
  }

  /**
   * Deploy the last verified release again from its record, with the images it had: whatever of it
   * is gone, with or without its state, is created again. What the folder describes by now is not
   * looked at.
   *
   * @param variables values of sensitive variables, of which releases keep only a hash
   */
  record Recover(List<VariableInput> variables) implements ReleaseRequest {
    public Recover {
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
