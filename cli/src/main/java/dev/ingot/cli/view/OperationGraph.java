package dev.ingot.cli.view;

import dev.ingot.deploy.reference.Node;
import dev.ingot.graph.Graph;
import java.util.List;
import java.util.function.Function;

/**
 * The objects of planning and applying and their direct dependencies, in Graphviz's language.
 * Providers are closed when they are no longer needed. Rules: the recorded output of Terraform
 * 1.11.
 */
public final class OperationGraph {
  private final Graph<Node> graph;
  private final DotText text;
  private final Function<Node.Resource, List<String>> ends;

  /**
   * A part of another graph.
   *
   * @param text receives it
   * @param ends the steps after which a resource is as it is to be
   */
  OperationGraph(Graph<Node> graph, DotText text, Function<Node.Resource, List<String>> ends) {
    this.graph = graph;
    this.text = text;
    this.ends = ends;
  }

  /**
   * The text of a graph.
   *
   * @param reports whether checks are announced first, as in planning
   */
  public static String text(Graph<Node> graph, boolean reports) {
    DotText text = new DotText();
    OperationGraph operation = new OperationGraph(graph, text, node -> List.of(name(node)));
    for (Node node : graph.nodes()) {
      operation.add(node);
      if (reports && node instanceof Node.Check check) {
        text.edge(
            name(check), check.module().prefix() + "check." + check.check().name() + " (report)");
      }
    }
    return text.text();
  }

  /** Adds a node and what it depends on. */
  void add(Node node) {
    String name = name(node);
    text.node(name);
    for (Node dependency : graph.dependencies(node)) {
      List<String> before =
          dependency instanceof Node.Resource resource
              ? ends.apply(resource)
              : List.of(name(dependency));
      // The rules of a variable are a node of their own here, and part of the variable there.
      before.stream().filter(other -> !other.equals(name)).forEach(other -> text.edge(name, other));
    }
    if (graph.dependents(node).isEmpty()) {
      text.edge(DotText.ROOT, name);
    }
    switch (node) {
      case Node.Resource resource -> {
        text.shape(name, resource.address().toString(), "box");
        text.edge(closed(resource.provider().toString()), name);
      }
      case Node.Provider provider -> {
        text.shape(name, name, "diamond");
        text.edge(closed(name), name);
        text.edge(DotText.ROOT, closed(name));
      }
      case Node.Variable variable -> {
        if (variable.module().isRoot()) {
          text.shape(name, name, "note");
        }
      }
      case Node.Validation _,
          Node.Local _,
          Node.Output _,
          Node.Call _,
          Node.CallEnd _,
          Node.Check _ -> {}
    }
  }

  /** When nothing needs a provider any more. */
  static String closed(String provider) {
    return provider + " (close)";
  }

  static String name(Node node) {
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
}
