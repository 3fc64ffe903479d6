package dev.ingot.graph;

import java.util.List;
import java.util.stream.Collectors;

/** The result of a {@link GraphBuilder}: a graph, or the cycles that prevent one. */
public sealed interface Build<N> {
  /** No cycle. */
  record Acyclic<N>(Graph<N> graph) implements Build<N> {}

  /**
   * Every strongly connected component that holds a cycle.
   *
   * @param cycles at least one, the one with the node added first in front
   */
  record Cyclic<N>(List<Cycle<N>> cycles) implements Build<N> {
    /** Copies the list. */
    public Cyclic {
      cycles = List.copyOf(cycles);
    }
  }

  /**
   * The graph, for callers that know there is no cycle.
   *
   * @throws IllegalStateException naming the cycles, if there are any
   */
  default Graph<N> orThrow() {
    return switch (this) {
      case Acyclic<N>(Graph<N> graph) -> graph;
      case Cyclic<N>(List<Cycle<N>> cycles) ->
          throw new IllegalStateException(
              cycles.stream()
                  .map(Cycle::describe)
                  .collect(Collectors.joining("; ", "cycle: ", "")));
    };
  }
}
