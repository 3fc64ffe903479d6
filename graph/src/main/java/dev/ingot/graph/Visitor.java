package dev.ingot.graph;

/** The action of a walk at each node. Called by several threads at once. */
@FunctionalInterface
public interface Visitor<N> {
  /**
   * Visits one node.
   *
   * @return whether the node's dependents may be visited
   * @throws Exception counts as {@link Verdict#FAILED}, and is part of the walk's result
   */
  Verdict visit(N node) throws Exception;
}
