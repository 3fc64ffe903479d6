package dev.ingot.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class GraphPropertyTest {
  record Edge(int from, int to) {}

  @Provide
  Arbitrary<List<Edge>> anyEdges() {
    Arbitrary<Integer> node = Arbitraries.integers().between(0, 12);
    return Combinators.combine(node, node).as(Edge::new).list().ofMaxSize(25);
  }

  @Provide
  Arbitrary<List<Edge>> acyclicEdges() {
    Arbitrary<Integer> node = Arbitraries.integers().between(0, 30);
    return Combinators.combine(node, node)
        .as((a, b) -> new Edge(Math.max(a, b), Math.min(a, b)))
        .filter(edge -> edge.from() != edge.to())
        .list()
        .ofMaxSize(80);
  }

  @Property(tries = 500)
  void cyclesAreExactlyTheMutuallyReachableNodes(@ForAll("anyEdges") List<Edge> edges) {
    GraphBuilder<Integer> builder = new GraphBuilder<>();
    edges.forEach(edge -> builder.addEdge(edge.from(), edge.to()));
    Map<Integer, Set<Integer>> reach = reach(edges);
    Set<Integer> expected = new HashSet<>();
    reach.forEach(
        (node, targets) -> {
          if (targets.contains(node)) {
            expected.add(node);
          }
        });

    Set<Integer> found = new HashSet<>();
    switch (builder.build()) {
      case Build.Acyclic<Integer>(Graph<Integer> graph) ->
          assertThat(graph.order()).hasSize(graph.size());
      case Build.Cyclic<Integer>(List<Cycle<Integer>> cycles) -> {
        for (Cycle<Integer> cycle : cycles) {
          found.addAll(cycle.component());
          for (int at = 0; at < cycle.path().size(); at++) {
            int next = cycle.path().get((at + 1) % cycle.path().size());
            assertThat(edges).contains(new Edge(cycle.path().get(at), next));
          }
          for (int member : cycle.component()) {
            assertThat(reach.get(member)).containsAll(cycle.component());
          }
        }
      }
    }
    assertThat(found).isEqualTo(expected);
  }

  @Property(tries = 300)
  void orderPutsEveryDependencyFirst(@ForAll("acyclicEdges") List<Edge> edges) {
    Graph<Integer> graph = graph(edges);
    List<Integer> order = graph.order();
    assertThat(order).containsExactlyInAnyOrderElementsOf(graph.nodes());
    for (Edge edge : edges) {
      assertThat(order.indexOf(edge.to())).isLessThan(order.indexOf(edge.from()));
    }
  }

  @Property(tries = 200)
  void reductionKeepsReachabilityAndIsMinimal(@ForAll("acyclicEdges") List<Edge> edges) {
    Graph<Integer> reduced = graph(edges).reduced();
    Set<Edge> kept = new HashSet<>();
    for (int node : reduced.nodes()) {
      reduced.dependencies(node).forEach(target -> kept.add(new Edge(node, target)));
    }
    assertThat(reach(kept)).isEqualTo(reach(edges));
    for (Edge edge : kept) {
      Set<Edge> without = new HashSet<>(kept);
      without.remove(edge);
      assertThat(reach(without).getOrDefault(edge.from(), Set.of())).doesNotContain(edge.to());
    }
  }

  @Property(tries = 300)
  void aWalkVisitsAllButWhatDependsOnAFailure(
      @ForAll("acyclicEdges") List<Edge> edges,
      @ForAll Set<@IntRange(max = 30) Integer> failing,
      @ForAll @IntRange(min = 1, max = 6) int limit) {
    Graph<Integer> graph = graph(edges);
    Queue<Integer> finished = new ConcurrentLinkedQueue<>();
    WalkResult<Integer> result =
        graph.walk(
            limit,
            node -> {
              if (failing.contains(node)) {
                return Verdict.FAILED;
              }
              assertThat(finished).containsAll(graph.dependencies(node));
              finished.add(node);
              return Verdict.DONE;
            });

    for (int node : graph.nodes()) {
      Set<Integer> below = new HashSet<>(graph.withDependencies(Set.of(node)));
      below.remove(node);
      boolean blocked = below.stream().anyMatch(failing::contains);
      switch (result.outcome(node)) {
        case Outcome.Visited<Integer> _ -> {
          assertThat(blocked).isFalse();
          assertThat(failing).doesNotContain(node);
        }
        case Outcome.Failed<Integer>(Optional<Exception> cause) -> {
          assertThat(cause).isEmpty();
          assertThat(failing).contains(node);
        }
        case Outcome.Skipped<Integer>(Optional<Integer> failed) -> {
          assertThat(blocked).isTrue();
          assertThat(below).contains(failed.orElseThrow());
        }
      }
    }
  }

  private static Graph<Integer> graph(Iterable<Edge> edges) {
    GraphBuilder<Integer> builder = new GraphBuilder<>();
    edges.forEach(edge -> builder.addEdge(edge.from(), edge.to()));
    return builder.build().orThrow();
  }

  private static Map<Integer, Set<Integer>> reach(Iterable<Edge> edges) {
    Map<Integer, Set<Integer>> reach = new HashMap<>();
    edges.forEach(edge -> reach.computeIfAbsent(edge.from(), _ -> new HashSet<>()).add(edge.to()));
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Set<Integer> targets : reach.values()) {
        for (int target : Set.copyOf(targets)) {
          changed |= targets.addAll(Set.copyOf(reach.getOrDefault(target, Set.of())));
        }
      }
    }
    return reach;
  }
}
