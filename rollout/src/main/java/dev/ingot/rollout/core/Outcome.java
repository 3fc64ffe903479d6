package dev.ingot.rollout.core;

import dev.ingot.address.InstanceAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a rollout left off. Every rollout ends in one of these but {@link Waiting}, which a person
 * ends.
 */
public sealed interface Outcome {
  /**
   * Every machine is new and healthy.
   *
   * @param keptUntil until when the old machines are kept; empty if they are destroyed
   */
  record Promoted(Optional<Instant> keptUntil) implements Outcome {
    /** Without old machines. */
    public Promoted() {
      this(Optional.empty());
    }
  }

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

  /**
   * It has not failed and waits for a person to confirm or abort it, durably: no process runs.
   *
   * @param gate where it waits
   * @param reason why, if not because the strategy says so; else empty
   */
  record Waiting(Gate gate, String reason) implements Outcome {}
}
