package dev.ingot.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ThreadFactory;

/**
 * An immutable directed acyclic graph. An edge goes from a dependent to what it depends on. Made by
 * a {@link GraphBuilder}; every order is deterministic and follows the order in which nodes and
 * edges were added.
 *
 * <p>No method recurses: a chain of any length is safe.
 */
public final class Graph<N> {
  private final List<N> nodes;
  private final Map<N, Integer> indexes;
  private final Adjacency dependencies;
  private final Adjacency dependents;

  Graph(List<N> nodes, Map<N, Integer> indexes, Adjacency dependencies, Adjacency dependents) {
    this.nodes = nodes;
    this.indexes = indexes;
    this.dependencies = dependencies;
    this.dependents = dependents;
  }

  /** All nodes in the order in which they were added. */
  public List<N> nodes() {
    return nodes;
  }

  /** The number of nodes. */
  public int size() {
    return nodes.size();
  }

  /** The number of different edges. */
  public int edgeCount() {
    return dependencies.edges();
  }

  /** Whether the node is in the graph. */
  public boolean contains(N node) {
    return indexes.containsKey(node);
  }

  /**
   * The direct dependencies of a node, in the order of its edges.
   *
   * @throws IllegalArgumentException if the node isn't in the graph
   */
  public List<N> dependencies(N node) {
    return neighbours(dependencies, node);
  }

  /**
   * The direct dependents of a node, in the order in which they were added.
   *
   * @throws IllegalArgumentException if the node isn't in the graph
   */
  public List<N> dependents(N node) {
    return neighbours(dependents, node);
  }

  /**
   * The given nodes and all their dependencies, direct or indirect, in insertion order.
   *
   * @throws IllegalArgumentException if a node isn't in the graph
   */
  public Set<N> withDependencies(Collection<N> seeds) {
    return reachable(dependencies, seeds);
  }

  /**
   * The given nodes and all their dependents, direct or indirect, in insertion order.
   *
   * @throws IllegalArgumentException if a node isn't in the graph
   */
  public Set<N> withDependents(Collection<N> seeds) {
    return reachable(dependents, seeds);
  }

  /** All nodes, dependencies first; among candidates, the one added first. */
  public List<N> order() {
    List<N> order = new ArrayList<>(size());
    for (int index : orderedIndexes()) {
      order.add(nodes.get(index));
    }
    return order;
  }

  /** The same nodes with every edge turned round, sharing this graph's memory. */
  public Graph<N> reversed() {
    return new Graph<>(nodes, indexes, dependents, dependencies);
  }

  /** The subgraph of the nodes in a set. */
  public Graph<N> restrictedTo(Set<N> kept) {
    GraphBuilder<N> builder = new GraphBuilder<>();
    for (N node : nodes) {
      if (kept.contains(node)) {
        builder.addNode(node);
      }
    }
    for (int index = 0; index < size(); index++) {
      N node = nodes.get(index);
      if (kept.contains(node)) {
        dependencies.forEach(
            index,
            target -> {
              if (kept.contains(nodes.get(target))) {
                builder.addEdge(node, nodes.get(target));
              }
            });
      }
    }
    return builder.build().orThrow();
  }

  /**
   * The transitive reduction: without edges that follow from others (a to c, where a to b and b to
   * c exist). For display: the cost may grow with nodes times edges.
   */
  public Graph<N> reduced() {
    int[] position = new int[size()];
    int[] order = orderedIndexes();
    for (int at = 0; at < order.length; at++) {
      position[order[at]] = at;
    }
    GraphBuilder<N> builder = new GraphBuilder<>();
    nodes.forEach(builder::addNode);
    int[] mark = new int[size()];
    Arrays.fill(mark, -1);
    for (int index = 0; index < size(); index++) {
      markIndirect(index, position, mark);
      for (int at = 0; at < dependencies.degree(index); at++) {
        int target = dependencies.target(index, at);
        if (mark[target] != index) {
          builder.addEdge(nodes.get(index), nodes.get(target));
        }
      }
    }
    return builder.build().orThrow();
  }

  /**
   * Visits every node after its dependencies, up to {@code limit} at a time, each on a virtual
   * thread. A failed visit skips everything that depends on the node; the rest continues. Returns
   * when the last visit has ended. Linear in nodes and edges, with never more than {@code limit}
   * threads.
   *
   * <p>After {@code cancellation} no further visit starts; running ones are waited for. An
   * interrupt of the calling thread cancels, too, and stays set.
   *
   * @throws IllegalArgumentException if the limit is below 1
   * @throws Error what a visit threw, or what kept its thread from starting, once the others have
   *     ended
   */
  public WalkResult<N> walk(int limit, Cancellation cancellation, Visitor<N> visitor) {
    return walk(limit, cancellation, visitor, Thread.ofVirtual().factory());
  }

  WalkResult<N> walk(
      int limit, Cancellation cancellation, Visitor<N> visitor, ThreadFactory threads) {
    return new Walk<>(
            nodes, indexes, dependencies, dependents, limit, cancellation, visitor, threads)
        .run();
  }

  /** {@link #walk(int, Cancellation, Visitor)} that only an interrupt cancels. */
  public WalkResult<N> walk(int limit, Visitor<N> visitor) {
    return walk(limit, new Cancellation(), visitor);
  }

  /**
   * Like {@link #walk(int, Cancellation, Visitor)}, but each node after everything that depends on
   * it.
   */
  public WalkResult<N> walkReversed(int limit, Cancellation cancellation, Visitor<N> visitor) {
    return reversed().walk(limit, cancellation, visitor);
  }

  private int[] orderedIndexes() {
    int[] remaining = new int[size()];
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int index = 0; index < size(); index++) {
      remaining[index] = dependencies.degree(index);
      if (remaining[index] == 0) {
        ready.add(index);
      }
    }
    int[] order = new int[size()];
    int placed = 0;
    while (!ready.isEmpty()) {
      int index = ready.remove();
      order[placed++] = index;
      for (int at = 0; at < dependents.degree(index); at++) {
        int dependent = dependents.target(index, at);
        if (--remaining[dependent] == 0) {
          ready.add(dependent);
        }
      }
    }
    return order;
  }

  private void markIndirect(int index, int[] position, int[] mark) {
    int lowest = Integer.MAX_VALUE;
    IntStack pending = new IntStack();
    for (int at = 0; at < dependencies.degree(index); at++) {
      int target = dependencies.target(index, at);
      lowest = Math.min(lowest, position[target]);
      pending.push(target);
    }
    while (!pending.isEmpty()) {
      int node = pending.pop();
      for (int at = 0; at < dependencies.degree(node); at++) {
        int target = dependencies.target(node, at);
        // A node before every direct dependency in the order can't lead to one.
        if (mark[target] != index && position[target] >= lowest) {
          mark[target] = index;
          pending.push(target);
        }
      }
    }
  }

  private List<N> neighbours(Adjacency edges, N node) {
    int index = indexOf(node);
    List<N> found = new ArrayList<>(edges.degree(index));
    edges.forEach(index, target -> found.add(nodes.get(target)));
    return found;
  }

  private Set<N> reachable(Adjacency edges, Collection<N> seeds) {
    BitSet seen = new BitSet(size());
    IntStack pending = new IntStack();
    for (N seed : seeds) {
      int index = indexOf(seed);
      if (!seen.get(index)) {
        seen.set(index);
        pending.push(index);
      }
    }
    while (!pending.isEmpty()) {
      edges.forEach(
          pending.pop(),
          target -> {
            if (!seen.get(target)) {
              seen.set(target);
              pending.push(target);
            }
          });
    }
    Set<N> found = new LinkedHashSet<>();
    seen.stream().forEach(index -> found.add(nodes.get(index)));
    return found;
  }

  private int indexOf(N node) {
    Integer index = indexes.get(node);
    if (index == null) {
      throw new IllegalArgumentException("not in the graph: " + node);
    }
    return index;
  }
}
