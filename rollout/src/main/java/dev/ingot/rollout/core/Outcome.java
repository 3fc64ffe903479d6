package dev.ingot.rollout.core;

import dev.ingot.address.InstanceAddress;
import java.util.List;

/** The outcome of a rollout. Every rollout ends in one of these. */
public sealed interface Outcome {
  /** Every machine is new and healthy. */
  record Promoted() implements Outcome {}

  /** Everything was rolled back; with the reason. */
  record Reverted(String reason) implements Outcome {}

  /**
   * It failed and waits for a person.
   *
   * @param unhealthy the machines that were not healthy when it ended, which still exist
   */
  record Paused(String reason, List<InstanceAddress> unhealthy) implements Outcome {
    public Paused {
      unhealthy = List.copyOf(unhealthy);
    }
  }
}
