package dev.ingot.deploy.reference;

import dev.ingot.address.InstanceKey;
import dev.ingot.address.ModuleAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.graph.Graph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The resources each resource refers to directly, be it through local values, variables and
 * outputs. Safe for use by several threads.
 */
public final class Dependencies {
  private final Graph<Node> graph;
  private final Map<Node, List<ResourceAddress>> known = new ConcurrentHashMap<>();

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

  /** The resources that a resource refers to, in the order of their addresses' texts. */
  public List<ResourceAddress> of(Node.Resource node) {
    return known.computeIfAbsent(node, missing -> find(node));
  }

  private List<ResourceAddress> find(Node.Resource node) {
    Set<ResourceAddress> found = new HashSet<>();
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node> pending = new ArrayDeque<>();
    pending.push(node);
    while (!pending.isEmpty()) {
      for (Node next : graph.dependencies(pending.pop())) {
        if (!seen.add(next)) {
          continue;
        }
        if (next instanceof Node.Resource resource) {
          found.add(address(resource));
        } else if (!(next instanceof Node.Provider)) {
          pending.push(next);
        }
      }
    }
    List<ResourceAddress> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparing(ResourceAddress::toString));
    return sorted;
  }
}
