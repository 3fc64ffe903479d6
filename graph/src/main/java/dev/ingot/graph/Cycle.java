package dev.ingot.graph;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A dependency cycle.
 *
 * @param component all nodes of the strongly connected component, in insertion order
 * @param path one shortest circle through the component's first node: each depends on the next, the
 *     last on the first
 */
public record Cycle<N>(List<N> component, List<N> path) {
  /** Copies both lists. */
  public Cycle {
    component = List.copyOf(component);
    path = List.copyOf(path);
  }

  /** The path as text, closed by its first node: {@code a -> b -> a}. */
  public String describe() {
    return path.stream().map(String::valueOf).collect(Collectors.joining(" -> ", "", " -> "))
        + path.getFirst();
  }
}
