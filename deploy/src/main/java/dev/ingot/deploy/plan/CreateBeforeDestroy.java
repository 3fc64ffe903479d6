package dev.ingot.deploy.plan;

import dev.ingot.deploy.reference.Node;
import dev.ingot.graph.Graph;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Which resources are replaced by creating the new object first: those that say so, and all they
 * depend on, since what they were made from must be there until they are gone.
 */
public final class CreateBeforeDestroy {
  private final Set<Node> nodes;

  private CreateBeforeDestroy(Set<Node> nodes) {
    this.nodes = nodes;
  }

  /** Finds them. */
  public static CreateBeforeDestroy of(Graph<Node> graph) {
    Set<Node> found = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Node> order = graph.order();
    for (Node node : order.reversed()) {
      boolean own =
          node instanceof Node.Resource resource
              && resource.resource().lifecycle().createBeforeDestroy().orElse(false);
      if (own || found.contains(node)) {
        found.add(node);
        found.addAll(graph.dependencies(node));
      }
    }
    return new CreateBeforeDestroy(found);
  }

  /** Whether a resource is one of them. */
  public boolean applies(Node.Resource node) {
    return nodes.contains(node);
  }
}
