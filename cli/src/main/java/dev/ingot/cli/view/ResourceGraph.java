package dev.ingot.cli.view;

import dev.ingot.deploy.reference.Node;
import dev.ingot.graph.Graph;
import dev.ingot.graph.GraphBuilder;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The resources of a configuration and their dependencies, in Graphviz's language. */
public final class ResourceGraph {
  private final Graph<Node> graph;

  private ResourceGraph(Graph<Node> graph) {
    this.graph = graph;
  }

  /** The text of a graph. */
  public static String text(Graph<Node> graph, String program) {
    return new ResourceGraph(graph).text(program);
  }

  private String text(String program) {
    StringBuilder out =
        new StringBuilder(
            "digraph G {\n"
                + "  rankdir = \"RL\";\n"
                + "  node [shape = rect, fontname = \"sans-serif\"];\n");
    Map<String, List<Node.Resource>> modules = new TreeMap<>();
    List<Node.Resource> resources =
        graph.nodes().stream()
            .filter(Node.Resource.class::isInstance)
            .map(Node.Resource.class::cast)
            .sorted(Comparator.comparing(ResourceGraph::address))
            .toList();
    if (resources.isEmpty()) {
      return out
          + "  /* This configuration does not contain any resources.         */\n"
          + "  /* For a more detailed graph, try: "
          + program
          + " graph -type=plan */\n}";
    }
    for (Node.Resource resource : resources) {
      modules
          .computeIfAbsent(resource.module().address(), _ -> new java.util.ArrayList<>())
          .add(resource);
    }
    modules.forEach((module, all) -> nodes(module, all, out));
    GraphBuilder<String> builder = new GraphBuilder<>();
    for (Node.Resource resource : resources) {
      builder.addNode(address(resource));
      before(resource).forEach(other -> builder.addEdge(address(resource), other));
    }
    Graph<String> reduced = builder.build().orThrow().reduced();
    modules.values().stream()
        .flatMap(List::stream)
        .map(ResourceGraph::address)
        .forEach(
            address ->
                new TreeSet<>(reduced.dependencies(address))
                    .forEach(
                        other ->
                            out.append("  ")
                                .append(quoted(address))
                                .append(" -> ")
                                .append(quoted(other))
                                .append(";\n")));
    return out.append('}').toString();
  }

  private static void nodes(String module, List<Node.Resource> resources, StringBuilder out) {
    String margin = module.isEmpty() ? "  " : "    ";
    if (!module.isEmpty()) {
      out.append("  subgraph ")
          .append(quoted("cluster_" + module))
          .append(" {\n    label = ")
          .append(quoted(module))
          .append("\n    fontname = \"sans-serif\"\n");
    }
    for (Node.Resource resource : resources) {
      out.append(margin)
          .append(quoted(address(resource)))
          .append(" [label=")
          .append(quoted(resource.resource().key()))
          .append("];\n");
    }
    if (!module.isEmpty()) {
      out.append("  }\n");
    }
  }

  private static String address(Node.Resource resource) {
    return resource.module().prefix() + resource.resource().key();
  }

  private static String quoted(String text) {
    return ValueText.quoted(text);
  }

  /** The nearest resources on every path from a resource. */
  private Set<String> before(Node.Resource from) {
    Set<String> found = new TreeSet<>();
    Set<Node> seen = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>(graph.dependencies(from));
    while (!open.isEmpty()) {
      Node node = open.poll();
      if (!seen.add(node)) {
        continue;
      }
      if (node instanceof Node.Resource resource) {
        found.add(address(resource));
      } else {
        open.addAll(graph.dependencies(node));
      }
    }
    return found;
  }
}
