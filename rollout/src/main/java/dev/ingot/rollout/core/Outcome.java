package dev.ingot.rollout.core;

/** How a rollout ended. Every rollout ends in one of these. */
public sealed interface Outcome {
  /** Every machine is new and has proved itself. */
  record Promoted() implements Outcome {}

  /** Everything is as it was before; why. */
  record Reverted(String reason) implements Outcome {}

  /** It failed and waits for a person; why, and what is left. */
  record Paused(String reason) implements Outcome {}
}
