package dev.ingot.deploy.reference;

import dev.ingot.address.InstanceKey;
import dev.ingot.address.ModuleAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.graph.Graph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The resources each resource refers to, be it through local values, variables and outputs. Safe
 * for use by several threads.
 */
public final class Dependencies {
  /**
   * How many direct and indirect dependencies of a resource are stored. Listing all of them takes
   * space in the square of a chain's length, so that beyond this only the direct ones are.
   */
  private static final int STORED = 32;

  private final Graph<Node> graph;
  private final Map<Node, List<Node.Resource>> direct = new ConcurrentHashMap<>();
  private final Map<Node, List<ResourceAddress>> stored = new ConcurrentHashMap<>();

  /** Of the nodes of a graph. */
  public Dependencies(Graph<Node> graph) {
    this.graph = graph;
  }

  /** The address of a resource's block: modules without keys. */
  public static ResourceAddress address(Node.Resource node) {
    ModuleAddress module = ModuleAddress.ROOT;
    for (String name : node.module().path()) {
      module = module.child(name, InstanceKey.none());
    }
    return module.resource(node.resource().mode(), node.resource().type(), node.resource().name());
  }

  /** The resources that a resource refers to directly, in the order of their addresses' texts. */
  public List<ResourceAddress> of(Node.Resource node) {
    return sorted(direct(node));
  }

  /**
   * What a state says a resource depends on, in the order of the addresses' texts: what it refers
   * to directly and indirectly or, where that is much, directly.
   */
  public List<ResourceAddress> stored(Node.Resource node) {
    return stored.computeIfAbsent(node, missing -> sorted(all(node)));
  }

  private Collection<Node.Resource> all(Node.Resource node) {
    Set<Node.Resource> found = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node.Resource> pending = new ArrayDeque<>();
    pending.push(node);
    while (!pending.isEmpty()) {
      for (Node.Resource next : direct(pending.pop())) {
        if (found.add(next)) {
          pending.push(next);
        }
      }
      if (found.size() > STORED) {
        return direct(node);
      }
    }
    return found;
  }

  private List<Node.Resource> direct(Node.Resource node) {
    return direct.computeIfAbsent(node, missing -> find(node));
  }

  private List<Node.Resource> find(Node.Resource node) {
    List<Node.Resource> found = new ArrayList<>();
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node> pending = new ArrayDeque<>();
    pending.push(node);
    while (!pending.isEmpty()) {
      for (Node next : graph.dependencies(pending.pop())) {
        if (!seen.add(next)) {
          continue;
        }
        if (next instanceof Node.Resource resource) {
          found.add(resource);
        } else if (!(next instanceof Node.Provider)) {
          pending.push(next);
        }
      }
    }
    return List.copyOf(found);
  }

  private static List<ResourceAddress> sorted(Collection<Node.Resource> nodes) {
    return nodes.stream()
        .map(Dependencies::address)
        .distinct()
        .sorted(Comparator.comparing(ResourceAddress::toString))
        .toList();
  }
}
