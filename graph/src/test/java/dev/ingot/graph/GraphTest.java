package dev.ingot.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GraphTest {
  @Test
  void dependenciesComeFirstAndTiesFollowInsertion() {
    Graph<String> graph =
        new GraphBuilder<String>()
            .addNode("web")
            .addNode("a")
            .addNode("b")
            .addEdge("web", "net")
            .addEdge("web", "disk")
            .build()
            .orThrow();

    assertThat(graph.order()).containsExactly("a", "b", "net", "disk", "web");
    assertThat(graph.reversed().order()).containsExactly("web", "a", "b", "net", "disk");
  }

  @Test
  void anEdgeAddedTwiceCountsOnce() {
    Graph<String> graph =
        new GraphBuilder<String>().addEdge("a", "b").addEdge("a", "b").build().orThrow();

    assertThat(graph.edgeCount()).isEqualTo(1);
    assertThat(graph.dependencies("a")).containsExactly("b");
    assertThat(graph.dependents("b")).containsExactly("a");
  }

  @Test
  void everyCycleIsReportedWithAShortestPath() {
    Build<String> build =
        new GraphBuilder<String>()
            .addNode("free")
            .addEdge("a", "b")
            .addEdge("b", "c")
            .addEdge("c", "a")
            .addEdge("b", "a")
            .addEdge("x", "x")
            .addEdge("free", "a")
            .build();

    assertThat(build)
        .isEqualTo(
            new Build.Cyclic<>(
                List.of(
                    new Cycle<>(List.of("a", "b", "c"), List.of("a", "b")),
                    new Cycle<>(List.of("x"), List.of("x")))));
    assertThatThrownBy(build::orThrow).hasMessage("cycle: a -> b -> a; x -> x");
  }

  @Test
  void reductionDropsOnlyEdgesThatFollowFromOthers() {
    Graph<String> graph =
        new GraphBuilder<String>()
            .addEdge("a", "b")
            .addEdge("b", "c")
            .addEdge("a", "c")
            .addEdge("a", "d")
            .build()
            .orThrow()
            .reduced();

    assertThat(graph.dependencies("a")).containsExactly("b", "d");
    assertThat(graph.dependencies("b")).containsExactly("c");
  }

  @Test
  void closuresHoldTheSeedsAndAllBeyondThem() {
    Graph<String> graph =
        new GraphBuilder<String>()
            .addEdge("a", "b")
            .addEdge("b", "c")
            .addEdge("x", "c")
            .build()
            .orThrow();

    assertThat(graph.withDependencies(List.of("b"))).containsExactly("b", "c");
    assertThat(graph.withDependents(List.of("b"))).containsExactly("a", "b");
    assertThat(graph.restrictedTo(Set.of("a", "c", "x")).dependencies("x")).containsExactly("c");
    assertThat(graph.restrictedTo(Set.of("a", "c", "x")).dependencies("a")).isEmpty();
  }

  @Test
  void anUnknownNodeIsNamed() {
    Graph<String> graph = new GraphBuilder<String>().addNode("a").build().orThrow();

    assertThatThrownBy(() -> graph.dependencies("z"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not in the graph: z");
  }

  @Test
  void aLongChainOrCycleNeedsNoStack() {
    GraphBuilder<Integer> chain = new GraphBuilder<>();
    for (int node = 0; node < 100_000; node++) {
      chain.addEdge(node, node + 1);
    }
    Graph<Integer> graph = chain.build().orThrow();
    assertThat(graph.order().getFirst()).isEqualTo(100_000);
    assertThat(graph.withDependencies(List.of(0))).hasSize(100_001);
    assertThat(graph.reduced().edgeCount()).isEqualTo(100_000);

    chain.addEdge(100_000, 0);
    assertThatThrownBy(() -> chain.build().orThrow())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("cycle: 0 -> 1 -> 2");
  }
}
