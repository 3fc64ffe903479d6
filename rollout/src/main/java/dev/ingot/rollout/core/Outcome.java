package dev.ingot.rollout.core;

import dev.ingot.address.InstanceAddress;
import java.util.List;

/** How a rollout ended. Every rollout ends in one of these. */
public sealed interface Outcome {
  /** Every machine is new and has proved itself. */
  record Promoted() implements Outcome {}

  /** Everything is as it was before; why. */
  record Reverted(String reason) implements Outcome {}

  /**
   * It failed and waits for a person; why, and what is left.
   *
   * @param unhealthy the machines that were not healthy when it ended, which still exist
   */
  record Paused(String reason, List<InstanceAddress> unhealthy) implements Outcome {
    public Paused {
      unhealthy = List.copyOf(unhealthy);
    }
  }
}
