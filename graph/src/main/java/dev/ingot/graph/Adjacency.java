package dev.ingot.graph;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Edges between the numbers {@code 0..size-1} in two flat arrays: the targets of node {@code i} are
 * {@code targets[offsets[i]] .. targets[offsets[i + 1] - 1]}, in the order in which they were
 * added.
 */
final class Adjacency {
  private final int[] offsets;
  private final int[] targets;

  private Adjacency(int[] offsets, int[] targets) {
    this.offsets = offsets;
    this.targets = targets;
  }

  /** The edges {@code from[i] -> to[i]} for {@code i < edges}; an edge given twice counts once. */
  static Adjacency of(int size, int[] from, int[] to, int edges) {
    int[] starts = new int[size + 1];
    for (int edge = 0; edge < edges; edge++) {
      starts[from[edge] + 1]++;
    }
    for (int node = 0; node < size; node++) {
      starts[node + 1] += starts[node];
    }
    int[] next = Arrays.copyOf(starts, size);
    int[] grouped = new int[edges];
    for (int edge = 0; edge < edges; edge++) {
      grouped[next[from[edge]]++] = to[edge];
    }
    int[] offsets = new int[size + 1];
    int[] lastSource = new int[size];
    Arrays.fill(lastSource, -1);
    int kept = 0;
    for (int node = 0; node < size; node++) {
      for (int at = starts[node]; at < starts[node + 1]; at++) {
        int target = grouped[at];
        if (lastSource[target] != node) {
          lastSource[target] = node;
          grouped[kept++] = target;
        }
      }
      offsets[node + 1] = kept;
    }
    return new Adjacency(offsets, kept == edges ? grouped : Arrays.copyOf(grouped, kept));
  }

  /** The same edges, each turned round; targets in ascending order. */
  Adjacency turned() {
    int[] turnedOffsets = new int[offsets.length];
    for (int target : targets) {
      turnedOffsets[target + 1]++;
    }
    for (int node = 0; node < size(); node++) {
      turnedOffsets[node + 1] += turnedOffsets[node];
    }
    int[] next = Arrays.copyOf(turnedOffsets, size());
    int[] turned = new int[targets.length];
    for (int node = 0; node < size(); node++) {
      for (int at = offsets[node]; at < offsets[node + 1]; at++) {
        turned[next[targets[at]]++] = node;
      }
    }
    return new Adjacency(turnedOffsets, turned);
  }

  int size() {
    return offsets.length - 1;
  }

  int edges() {
    return targets.length;
  }

  int degree(int node) {
    return offsets[node + 1] - offsets[node];
  }

  int target(int node, int position) {
    return targets[offsets[node] + position];
  }

  void forEach(int node, IntConsumer visit) {
    for (int at = offsets[node]; at < offsets[node + 1]; at++) {
      visit.accept(targets[at]);
    }
  }
}
