package dev.ingot.graph;

import java.util.Optional;

/** The outcome of one node in a walk. */
public sealed interface Outcome<N> {
  /** The visit returned {@link Verdict#DONE}. */
  record Visited<N>() implements Outcome<N> {}

  /**
   * The visit returned {@link Verdict#FAILED} or threw.
   *
   * @param cause what it threw
   */
  record Failed<N>(Optional<Exception> cause) implements Outcome<N> {}

  /**
   * Never visited.
   *
   * @param failed the failed node it depends on, directly or not; empty if the walk was cancelled
   *     first
   */
  record Skipped<N>(Optional<N> failed) implements Outcome<N> {}
}
