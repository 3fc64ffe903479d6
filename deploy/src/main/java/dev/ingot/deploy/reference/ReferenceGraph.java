package dev.ingot.deploy.reference;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.ProviderAddress;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.graph.Build;
import dev.ingot.graph.Cycle;
import dev.ingot.graph.Graph;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Traversal;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * The objects of a configuration and their direct references.
 *
 * @param graph an edge goes from what refers to what it refers to
 * @param root the nodes of the root module and of the modules below it
 * @param providers every provider the configuration uses or requires
 */
public record ReferenceGraph(
    Graph<Node> graph, ModuleNodes root, SortedSet<ProviderAddress> providers) {

  /** Builds the graph; empty when there are cycles, which are reported. */
  public static Optional<ReferenceGraph> build(
      ModuleTree root, Schemas schemas, Diagnostics diagnostics) {
    List<Diagnostic> refused = CallArguments.refused(root);
    if (!refused.isEmpty()) {
      diagnostics.addAll(refused);
      return Optional.empty();
    }
    ReferenceGraphBuilder builder = new ReferenceGraphBuilder(schemas);
    Build<Node> built = builder.build(root);
    return switch (built) {
      case Build.Acyclic<Node>(Graph<Node> graph) -> {
        ProvisionerTypes.missing(root).forEach(diagnostics::add);
        yield Optional.of(new ReferenceGraph(graph, builder.root(), builder.providers()));
      }
      case Build.Cyclic<Node>(List<Cycle<Node>> cycles) -> {
        for (Cycle<Node> cycle : cycles) {
          diagnostics.add(diagnostic(cycle));
        }
        yield Optional.empty();
      }
    };
  }

  private static String summary(List<Node> nodes) {
    return nodes.stream().map(Node::toString).collect(Collectors.joining(", ", "Cycle: ", ""));
  }

  /** Terraform 1.11.4 names all that are in a cycle, and has no detail. */
  private static Diagnostic diagnostic(Cycle<Node> cycle) {
    String summary = summary(cycle.path());
    List<String> places =
        cycle.path().stream()
            .map(node -> "  " + node + node.declared().map(ReferenceGraph::place).orElse(""))
            .toList();
    String detail =
        "Each of these refers to the next one, and the last one to the first:\n"
            + String.join("\n", places)
            + "\n\nRemove one of these references.";
    return cycle.path().stream()
        .flatMap(node -> node.declared().stream())
        .findFirst()
        .map(range -> Diagnostic.error(summary, detail, range))
        .orElseGet(() -> Diagnostic.error(summary, detail))
        .phrased(
            new Diagnostic.Phrasing(
                Phrase.quoted(summary(cycle.component())), Phrase.of(""), false));
  }

  private static String place(SourceRange range) {
    return " at " + range.file().name() + " line " + range.startPosition().line();
  }

  /** The resource that a block declares; empty where there is no such block. */
  public Optional<Node.Resource> resource(ConfigResource address) {
    ModuleNodes module = root;
    for (String name : address.modules()) {
      ModuleNodes child = module.children().get(name);
      if (child == null) {
        return Optional.empty();
      }
      module = child;
    }
    return Optional.ofNullable(module.resources().get(address.localText()));
  }

  /** Reports a traversal in an expression about the root module that refers to a missing object. */
  public void check(Traversal traversal, Schemas schemas, Diagnostics diagnostics) {
    References.parse(traversal, diagnostics)
        .ifPresent(
            reference -> {
              ReferenceChecker checker = new ReferenceChecker(root, schemas, Optional.empty());
              checker.check(
                  traversal, reference, ReferenceChecker.Repetition.NONE, false, diagnostics);
              checker.attributes(traversal, reference, diagnostics);
            });
  }
}
