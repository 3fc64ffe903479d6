package dev.ingot.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The outcomes of all nodes of a walked graph. */
public final class WalkResult<N> {
  private final List<N> nodes;
  private final Map<N, Integer> indexes;
  private final List<Outcome<N>> outcomes;

  WalkResult(List<N> nodes, Map<N, Integer> indexes, List<Outcome<N>> outcomes) {
    this.nodes = nodes;
    this.indexes = indexes;
    this.outcomes = outcomes;
  }

  /**
   * The outcome of one node.
   *
   * @throws IllegalArgumentException if the node wasn't in the graph
   */
  public Outcome<N> outcome(N node) {
    Integer index = indexes.get(node);
    if (index == null) {
      throw new IllegalArgumentException("not in the graph: " + node);
    }
    return outcomes.get(index);
  }

  /** Whether every node was visited. */
  public boolean complete() {
    return outcomes.stream().allMatch(outcome -> outcome instanceof Outcome.Visited<N>);
  }

  /** The visited nodes in insertion order. */
  public List<N> visited() {
    return with(Outcome.Visited.class);
  }

  /** The failed nodes in insertion order. */
  public List<N> failed() {
    return with(Outcome.Failed.class);
  }

  /** The skipped nodes in insertion order. */
  public List<N> skipped() {
    return with(Outcome.Skipped.class);
  }

  private List<N> with(Class<?> kind) {
    List<N> found = new ArrayList<>();
    for (int index = 0; index < nodes.size(); index++) {
      if (kind.isInstance(outcomes.get(index))) {
        found.add(nodes.get(index));
      }
    }
    return found;
  }
}
