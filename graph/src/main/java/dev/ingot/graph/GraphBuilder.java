package dev.ingot.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects nodes and edges. Nodes are compared by {@code equals}. Not safe for use by several
 * threads at once.
 */
public final class GraphBuilder<N> {
  private final Map<N, Integer> indexes = new LinkedHashMap<>();
  private final List<N> nodes = new ArrayList<>();
  private int[] dependents = new int[16];
  private int[] dependencies = new int[16];
  private int edges;

  /** An empty builder. */
  public GraphBuilder() {}

  /** Adds a node; an existing one keeps its place. */
  public GraphBuilder<N> addNode(N node) {
    indexOf(node);
    return this;
  }

  /** Adds an edge, and its nodes if they are missing; an edge added twice counts once. */
  public GraphBuilder<N> addEdge(N dependent, N dependency) {
    int from = indexOf(dependent);
    int to = indexOf(dependency);
    if (edges == dependents.length) {
      dependents = Arrays.copyOf(dependents, edges * 2);
      dependencies = Arrays.copyOf(dependencies, edges * 2);
    }
    dependents[edges] = from;
    dependencies[edges] = to;
    edges++;
    return this;
  }

  /** The graph of what was added so far, or its cycles. Linear in nodes and edges. */
  public Build<N> build() {
    Adjacency adjacency = Adjacency.of(nodes.size(), dependents, dependencies, edges);
    List<int[]> cyclic = Components.cyclic(adjacency);
    if (cyclic.isEmpty()) {
      return new Build.Acyclic<>(
          new Graph<>(List.copyOf(nodes), Map.copyOf(indexes), adjacency, adjacency.turned()));
    }
    List<Cycle<N>> cycles = new ArrayList<>(cyclic.size());
    for (int[] component : cyclic) {
      cycles.add(
          new Cycle<>(named(component), named(Components.shortestCycle(adjacency, component))));
    }
    return new Build.Cyclic<>(cycles);
  }

  private List<N> named(int[] members) {
    return Arrays.stream(members).mapToObj(nodes::get).toList();
  }

  private int indexOf(N node) {
    Integer known = indexes.putIfAbsent(node, nodes.size());
    if (known != null) {
      return known;
    }
    nodes.add(node);
    return nodes.size() - 1;
  }
}
