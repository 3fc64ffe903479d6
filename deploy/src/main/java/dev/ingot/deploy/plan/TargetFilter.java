package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceKey;
import dev.ingot.address.Target;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.reference.Node;
import dev.ingot.graph.Graph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Limits a plan to its targets and what they depend on. */
public final class TargetFilter {
  private TargetFilter() {}

  /** Whether a resource has instances that are named, rather than being needed by what is. */
  static boolean isNamed(Node.Resource node, PlanOptions options) {
    return options.targets().stream().anyMatch(target -> target.mayMatch(node.address()));
  }

  /** What is destroyed since it depends on what is named; nothing where not all is destroyed. */
  static Set<Node> followers(Graph<Node> graph, PlanOptions options) {
    if (options.targets().isEmpty() || options.mode() != PlanMode.DESTROY) {
      return Set.of();
    }
    Set<Node> followers = new HashSet<>();
    for (Node named : named(graph, options)) {
      // One that is named by itself may still follow another, with all its instances.
      Set<Node> dependents = new HashSet<>(graph.withDependents(List.of(named)));
      dependents.remove(named);
      followers.addAll(dependents);
    }
    return followers;
  }

  private static List<Node> named(Graph<Node> graph, PlanOptions options) {
    List<Node> named = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node instanceof Node.Resource resource && isNamed(resource, options)) {
        named.add(node);
      }
    }
    return named;
  }

  /**
   * What is left out since it is excluded: with what depends on it, or what it depends on where all
   * else is destroyed. Of resources with single instances excluded only the others.
   */
  static Set<Node> excluded(Graph<Node> graph, PlanOptions options) {
    if (options.excludes().isEmpty()) {
      return Set.of();
    }
    List<Node> named = new ArrayList<>();
    Set<Node> partly = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (node instanceof Node.Resource resource) {
        List<Target> matching =
            options.excludes().stream()
                .filter(target -> target.mayMatch(resource.address()))
                .toList();
        if (!matching.isEmpty()) {
          named.add(node);
          if (matching.stream().allMatch(TargetFilter::namesInstance)) {
            partly.add(node);
          }
        }
      }
    }
    boolean destroys = options.mode() == PlanMode.DESTROY;
    Set<Node> excluded =
        new HashSet<>(destroys ? graph.withDependencies(named) : graph.withDependents(named));
    if (destroys) {
      excluded.removeIf(node -> !(node instanceof Node.Resource));
    }
    excluded.removeAll(partly);
    return excluded;
  }

  private static boolean namesInstance(Target target) {
    return target
        .resource()
        .map(resource -> !resource.key().equals(InstanceKey.none()))
        .orElse(false);
  }

  /** The part of a graph that counts. */
  public static Graph<Node> restrict(Graph<Node> graph, PlanOptions options) {
    if (!options.excludes().isEmpty()) {
      Set<Node> rest = new HashSet<>(graph.nodes());
      rest.removeAll(excluded(graph, options));
      return graph.restrictedTo(rest);
    }
    if (options.targets().isEmpty()) {
      return graph;
    }
    List<Node> seeds = named(graph, options);
    Set<Node> kept =
        new HashSet<>(
            graph.withDependencies(
                options.mode() == PlanMode.DESTROY ? graph.withDependents(seeds) : seeds));
    for (Node node : graph.nodes()) {
      if (node instanceof Node.Output && node.module().isRoot()) {
        Set<Node> needed = graph.withDependencies(List.of(node));
        boolean any = false;
        boolean all = true;
        for (Node each : needed) {
          if (each instanceof Node.Resource) {
            any = true;
            all &= kept.contains(each);
          }
        }
        if (any && all) {
          kept.addAll(needed);
        }
      }
    }
    return graph.restrictedTo(kept);
  }
}
