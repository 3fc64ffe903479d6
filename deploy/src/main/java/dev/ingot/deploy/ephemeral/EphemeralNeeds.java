package dev.ingot.deploy.ephemeral;

import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.reference.Node;
import dev.ingot.graph.Graph;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which objects of a configuration need which ephemeral resources open: those that refer to one, be
 * it through local values, variables, outputs and configurations of providers. What managed
 * resources and data sources give is never ephemeral, so that nothing follows from a reference to
 * them.
 */
public final class EphemeralNeeds {
  private final IdentityHashMap<Node, Set<Node.Resource>> needs = new IdentityHashMap<>();
  private boolean any;

  private EphemeralNeeds() {}

  /** Of the objects of a graph, in which edges go from what refers to what it refers to. */
  public static EphemeralNeeds of(Graph<Node> graph) {
    EphemeralNeeds found = new EphemeralNeeds();
    for (Node node : graph.nodes()) {
      if (isEphemeral(node) && node instanceof Node.Resource resource) {
        found.any = true;
        found.collect(resource, graph);
      }
    }
    return found;
  }

  static boolean isEphemeral(Node node) {
    return node instanceof Node.Resource resource
        && resource.resource().mode() == ResourceMode.EPHEMERAL;
  }

  private void collect(Node.Resource resource, Graph<Node> graph) {
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node> pending = new ArrayDeque<>(List.of(resource));
    while (!pending.isEmpty()) {
      for (Node user : graph.dependents(pending.pop())) {
        if (seen.add(user)) {
          needs.computeIfAbsent(user, missing -> new LinkedHashSet<>()).add(resource);
          if (passesOn(user)) {
            pending.push(user);
          }
        }
      }
    }
  }

  /** Whether the value of a node may hold what is ephemeral, or needs it to be open. */
  private static boolean passesOn(Node node) {
    return switch (node) {
      case Node.Resource _, Node.Check _, Node.Validation _ -> false;
      case Node.Variable _,
          Node.Local _,
          Node.Output _,
          Node.Call _,
          Node.CallEnd _,
          Node.Provider _ ->
          true;
    };
  }

  /** Whether there are ephemeral resources. */
  public boolean any() {
    return any;
  }

  /** What an object needs open. */
  public Set<Node.Resource> of(Node node) {
    return needs.getOrDefault(node, Set.of());
  }
}
