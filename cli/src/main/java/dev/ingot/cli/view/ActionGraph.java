package dev.ingot.cli.view;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.reference.Dependencies;
import dev.ingot.deploy.reference.Node;
import dev.ingot.graph.Graph;
import dev.ingot.state.ObjectState;
import dev.ingot.state.ResourceState;
import dev.ingot.state.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What applying a plan does to each instance, and in which order, in Graphviz's language. Rules:
 * the recorded output of Terraform 1.11.
 */
public final class ActionGraph {
  private static final String DESTROY = " (destroy)";

  private final Graph<Node> graph;
  private final Dependencies dependencies;
  private final DotText text = new DotText();
  private final Map<ConfigResource, List<ResourceChange>> makes = new LinkedHashMap<>();
  private final Map<ConfigResource, Map<String, ChangeAction>> destroys = new TreeMap<>();

  private ActionGraph(Graph<Node> graph) {
    this.graph = graph;
    this.dependencies = new Dependencies(graph);
  }

  /** The text of the graph of a plan. */
  public static String text(Graph<Node> graph, Plan plan) {
    ActionGraph actions = new ActionGraph(graph);
    actions.changes(plan);
    if (plan.options().mode() == PlanMode.DESTROY) {
      actions.remains();
    } else {
      actions.configuration();
    }
    actions.destroyed(plan.prior());
    return actions.text.text();
  }

  /** The text of the graph of destroying all that is stored. */
  public static String destroying(Graph<Node> graph, State state) {
    ActionGraph actions = new ActionGraph(graph);
    for (ResourceState resource : state.resources().values()) {
      if (resource.address().mode() == ResourceMode.MANAGED) {
        ConfigResource block = resource.address().configuration();
        // Each instance is a node there, by the name of its block.
        resource
            .instances()
            .forEach(
                (key, instance) ->
                    actions.destroy(
                        block,
                        block.toString(),
                        resource.provider(key).block().toString(),
                        ChangeAction.DELETE));
      }
    }
    actions.remains();
    actions.destroyed(state);
    return actions.text.text();
  }

  private void changes(Plan plan) {
    for (ResourceChange change : plan.changes()) {
      ConfigResource block = change.address().resource().configuration();
      ChangeAction action = change.action();
      if (action.creates() || action == ChangeAction.UPDATE || action == ChangeAction.READ) {
        makes.computeIfAbsent(block, none -> new ArrayList<>()).add(change);
      }
      if (action.destroys()) {
        destroy(block, change.address().toString(), change.provider().block().toString(), action);
      }
    }
  }

  private void destroy(
      ConfigResource block, String instance, String provider, ChangeAction action) {
    String name = instance + DESTROY;
    destroys.computeIfAbsent(block, none -> new TreeMap<>()).put(name, action);
    text.shape(name, block.toString(), "box");
    text.edge(name, provider);
    text.edge(OperationGraph.closed(provider), name);
  }

  /** What of a configuration still matters where everything goes. */
  private void remains() {
    List<Node> providers = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node instanceof Node.Output output && output.module().isRoot()) {
        text.edge(DotText.ROOT, OperationGraph.name(output));
      }
      if (node instanceof Node.Provider && !destroys.isEmpty()) {
        providers.add(node);
      }
    }
    Set<Node> needed = graph.withDependencies(providers);
    OperationGraph operation = operation();
    graph.nodes().stream().filter(needed::contains).forEach(operation::add);
  }

  private OperationGraph operation() {
    return new OperationGraph(graph, text, this::ends);
  }

  private List<String> ends(Node.Resource node) {
    List<ResourceChange> made = makes.getOrDefault(node.address(), List.of());
    return made.isEmpty()
        ? List.of(OperationGraph.name(node))
        : made.stream().map(ResourceChange::address).map(InstanceAddress::toString).toList();
  }

  private void configuration() {
    OperationGraph operation = operation();
    Map<ConfigResource, Node.Resource> resources = new HashMap<>();
    for (Node node : graph.nodes()) {
      operation.add(node);
      if (node instanceof Node.Resource resource) {
        resources.put(resource.address(), resource);
      }
    }
    makes.forEach(
        (block, changes) -> {
          Node.Resource node = resources.get(block);
          if (node != null) {
            changes.forEach(change -> make(node, change));
          }
        });
  }

  private void make(Node.Resource node, ResourceChange change) {
    String name = change.address().toString();
    text.shape(name, node.address().toString(), "box");
    text.edge(name, OperationGraph.name(node));
    text.edge(OperationGraph.closed(node.provider().toString()), name);
    String own = name + DESTROY;
    destroys
        .getOrDefault(node.address(), Map.of())
        .forEach(
            (destroy, action) -> {
              if (destroy.equals(own)) {
                order(name, destroy, action);
              }
            });
    for (ResourceAddress used : dependencies.stored(node)) {
      destroys
          .getOrDefault(used.configuration(), Map.of())
          .forEach((destroy, action) -> order(name, destroy, action));
    }
  }

  /** What replaces an object is there, and in use, before that goes; or else goes first. */
  private void order(String made, String destroy, ChangeAction action) {
    if (action == ChangeAction.CREATE_THEN_DELETE) {
      text.edge(destroy, made);
    } else {
      text.edge(made, destroy);
    }
  }

  /** What was made from an object goes before it. */
  private void destroyed(State state) {
    for (ResourceState resource : state.resources().values()) {
      Map<String, ChangeAction> users =
          destroys.getOrDefault(resource.address().configuration(), Map.of());
      if (users.isEmpty()) {
        continue;
      }
      resource.instances().values().stream()
          .flatMap(instance -> instance.current().stream())
          .map(ObjectState::dependencies)
          .distinct()
          .flatMap(List::stream)
          .map(ResourceAddress::configuration)
          .filter(used -> !used.equals(resource.address().configuration()))
          .forEach(
              used ->
                  destroys
                      .getOrDefault(used, Map.of())
                      .keySet()
                      .forEach(
                          destroy -> users.keySet().forEach(user -> text.edge(destroy, user))));
    }
  }
}
