package dev.ingot.cli.view;

import dev.ingot.deploy.reference.Node;
import dev.ingot.graph.Graph;
import dev.ingot.graph.GraphBuilder;
import java.util.Set;
import java.util.TreeSet;

/**
 * The objects of planning and applying and their direct dependencies, in Graphviz's language.
 * Providers are closed when they are no longer needed. Rules: the recorded output of Terraform
 * 1.11.
 */
public final class OperationGraph {
  private static final String ROOT = "root";

  private final Graph<Node> graph;
  private final GraphBuilder<String> builder = new GraphBuilder<>();
  private final Set<String> shapes = new TreeSet<>();

  private final boolean reports;

  private OperationGraph(Graph<Node> graph, boolean reports) {
    this.graph = graph;
    this.reports = reports;
  }

  /**
   * The text of a graph.
   *
   * @param reports whether checks are announced first, as in planning
   */
  public static String text(Graph<Node> graph, boolean reports) {
    return new OperationGraph(graph, reports).text();
  }

  private String text() {
    for (Node node : graph.nodes()) {
      add(node);
    }
    return drawn(builder.build().orThrow().reduced());
  }

  private void add(Node node) {
    String name = name(node);
    builder.addNode(name);
    for (Node dependency : graph.dependencies(node)) {
      String other = name(dependency);
      // The rules of a variable are a node of their own here, and part of the variable there.
      if (!other.equals(name)) {
        builder.addEdge(name, other);
      }
    }
    if (graph.dependents(node).isEmpty()) {
      builder.addEdge(ROOT, name);
    }
    switch (node) {
      case Node.Resource resource -> {
        shape(name, resource.module().prefix() + resource.resource().key(), "box");
        builder.addEdge(resource.provider() + " (close)", name);
      }
      case Node.Provider provider -> {
        shape(name, name, "diamond");
        builder.addEdge(provider + " (close)", name);
        builder.addEdge(ROOT, provider + " (close)");
      }
      case Node.Variable variable -> {
        if (variable.module().isRoot()) {
          shape(name, name, "note");
        }
      }
      case Node.Check check -> {
        if (reports) {
          builder.addEdge(
              name, check.module().prefix() + "check." + check.check().name() + " (report)");
        }
      }
      case Node.Validation _, Node.Local _, Node.Output _, Node.Call _, Node.CallEnd _ -> {}
    }
  }

  private static String name(Node node) {
    String prefix = node.module().prefix();
    return switch (node) {
      case Node.Variable variable -> variable(node, variable.variable().name());
      case Node.Validation validation -> variable(node, validation.variable().name());
      case Node.Local local -> prefix + "local." + local.local().name() + " (expand)";
      case Node.Output output -> prefix + "output." + output.output().name() + " (expand)";
      case Node.Resource resource -> prefix + resource.resource().key() + " (expand)";
      case Node.Call call -> call.toString();
      case Node.CallEnd end -> end.toString();
      case Node.Check check -> prefix + "check." + check.check().name() + " (expand)";
      case Node.Provider provider -> provider.toString();
    };
  }

  private static String variable(Node node, String name) {
    return node.module().isRoot()
        ? "var." + name
        : node.module().prefix() + "var." + name + " (expand)";
  }

  private void shape(String name, String label, String shape) {
    shapes.add(
        quoted(name) + " [label = " + ValueText.quoted(label) + ", shape = \"" + shape + "\"]");
  }

  private static String quoted(String name) {
    return ValueText.quoted("[root] " + name);
  }

  private String drawn(Graph<String> reduced) {
    Set<String> edges = new TreeSet<>();
    for (String name : reduced.nodes()) {
      for (String dependency : reduced.dependencies(name)) {
        edges.add(quoted(name) + " -> " + quoted(dependency));
      }
    }
    StringBuilder out =
        new StringBuilder(
            "digraph {\n\tcompound = \"true\"\n\tnewrank = \"true\"\n\tsubgraph \"root\" {\n");
    shapes.forEach(line -> out.append("\t\t").append(line).append('\n'));
    edges.forEach(line -> out.append("\t\t").append(line).append('\n'));
    return out.append("\t}\n}\n").toString();
  }
}
