package dev.ingot.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Tarjan's strongly connected components, without recursion, so that a long chain costs no stack.
 */
final class Components {
  private static final int UNSEEN = -1;

  private final Adjacency edges;
  private final int[] number;
  private final int[] low;
  private final BitSet onStack;
  private final IntStack open = new IntStack();
  private final List<int[]> cyclic = new ArrayList<>();
  private int counter;

  private Components(Adjacency edges) {
    this.edges = edges;
    this.number = new int[edges.size()];
    this.low = new int[edges.size()];
    this.onStack = new BitSet(edges.size());
    Arrays.fill(number, UNSEEN);
  }

  /**
   * The components that hold a cycle (two nodes or more, or one that points at itself), each in
   * ascending order, the one with the smallest node first.
   */
  static List<int[]> cyclic(Adjacency edges) {
    Components search = new Components(edges);
    for (int node = 0; node < edges.size(); node++) {
      if (search.number[node] == UNSEEN) {
        search.explore(node);
      }
    }
    search.cyclic.sort((a, b) -> Integer.compare(a[0], b[0]));
    return search.cyclic;
  }

  /**
   * A shortest cycle through the first node of a component: each element points to the next, the
   * last to the first.
   */
  static int[] shortestCycle(Adjacency edges, int[] component) {
    int start = component[0];
    BitSet inside = new BitSet();
    for (int node : component) {
      inside.set(node);
    }
    int[] cameFrom = new int[edges.size()];
    BitSet seen = new BitSet();
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    queue.add(start);
    while (!queue.isEmpty()) {
      int node = queue.remove();
      for (int position = 0; position < edges.degree(node); position++) {
        int target = edges.target(node, position);
        if (target == start) {
          return pathTo(node, start, cameFrom);
        }
        if (inside.get(target) && !seen.get(target)) {
          seen.set(target);
          cameFrom[target] = node;
          queue.add(target);
        }
      }
    }
    throw new IllegalArgumentException("the component holds no cycle through its first node");
  }

  private static int[] pathTo(int end, int start, int[] cameFrom) {
    IntStack backwards = new IntStack();
    int node = end;
    while (node != start) {
      backwards.push(node);
      node = cameFrom[node];
    }
    int[] path = new int[backwards.size() + 1];
    path[0] = start;
    for (int at = 1; at < path.length; at++) {
      path[at] = backwards.pop();
    }
    return path;
  }

  private void explore(int root) {
    IntStack calls = new IntStack();
    IntStack positions = new IntStack();
    enter(root, calls, positions);
    while (!calls.isEmpty()) {
      int node = calls.peek();
      int position = positions.pop();
      if (position < edges.degree(node)) {
        positions.push(position + 1);
        int target = edges.target(node, position);
        if (number[target] == UNSEEN) {
          enter(target, calls, positions);
        } else if (onStack.get(target)) {
          low[node] = Math.min(low[node], number[target]);
        }
      } else {
        leave(calls.pop());
        if (!calls.isEmpty()) {
          low[calls.peek()] = Math.min(low[calls.peek()], low[node]);
        }
      }
    }
  }

  private void enter(int node, IntStack calls, IntStack positions) {
    number[node] = counter;
    low[node] = counter;
    counter++;
    open.push(node);
    onStack.set(node);
    calls.push(node);
    positions.push(0);
  }

  private void leave(int node) {
    if (low[node] != number[node]) {
      return;
    }
    IntStack members = new IntStack();
    int member;
    do {
      member = open.pop();
      onStack.clear(member);
      members.push(member);
    } while (member != node);
    if (members.size() > 1 || pointsAtItself(node)) {
      int[] component = members.toArray();
      Arrays.sort(component);
      cyclic.add(component);
    }
  }

  private boolean pointsAtItself(int node) {
    for (int position = 0; position < edges.degree(node); position++) {
      if (edges.target(node, position) == node) {
        return true;
      }
    }
    return false;
  }
}
