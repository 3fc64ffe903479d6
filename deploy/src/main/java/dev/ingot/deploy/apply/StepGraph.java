package dev.ingot.deploy.apply;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.reference.Node;
import dev.ingot.graph.Build;
import dev.ingot.graph.Graph;
import dev.ingot.graph.GraphBuilder;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectState;
import dev.ingot.state.ResourceState;
import dev.ingot.state.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The steps of applying a plan, in the order they depend on each other. Dependencies between
 * resources go through joining steps, so that the graph is linear in instances and references.
 *
 * <p>Users are destroyed before what they use; a new object of a replacement that is created first
 * is there, and in use, before the old one goes.
 */
final class StepGraph {
  private final ApplyContext context;
  private final Set<Node> nodes;
  private final Map<ConfigResource, List<ResourceChange>> makes = new LinkedHashMap<>();
  private final Map<ConfigResource, List<ResourceChange>> destroys = new LinkedHashMap<>();
  private final Map<ConfigResource, Node.Resource> resources = new HashMap<>();
  private final Map<ProviderConfigAddress, Node.Provider> providers = new HashMap<>();
  private final Set<Step> mirrored = new HashSet<>();
  private GraphBuilder<Step> builder = new GraphBuilder<>();

  private StepGraph(ApplyContext context, Set<Node> nodes) {
    this.context = context;
    this.nodes = nodes;
  }

  /**
   * Builds the graph.
   *
   * @param nodes what of the configuration is evaluated
   */
  static Graph<Step> build(ApplyContext context, Set<Node> nodes) {
    StepGraph steps = new StepGraph(context, nodes);
    steps.index();
    // What an old state says of dependencies may contradict the configuration, and what is merely
    // better done later may have to be done first: without these the graph has no cycles.
    for (int strictness = 2; strictness >= 0; strictness--) {
      steps.builder = new GraphBuilder<>();
      steps.mirrored.clear();
      steps.forwards();
      steps.backwards(strictness);
      if (steps.builder.build() instanceof Build.Acyclic<Step>(Graph<Step> graph)) {
        return graph;
      }
    }
    return steps.builder.build().orThrow();
  }

  private void index() {
    for (Node node : context.references.graph().nodes()) {
      switch (node) {
        case Node.Resource resource -> resources.put(resource.address(), resource);
        case Node.Provider provider -> providers.put(provider.address(), provider);
        case Node.Variable _,
            Node.Validation _,
            Node.Local _,
            Node.Output _,
            Node.Call _,
            Node.CallEnd _,
            Node.Check _ -> {}
      }
    }
    for (ResourceChange change : context.plan.changes()) {
      ConfigResource group = change.address().resource().configuration();
      ChangeAction action = change.action();
      if (action.creates() || action == ChangeAction.UPDATE || action == ChangeAction.READ) {
        makes.computeIfAbsent(group, missing -> new ArrayList<>()).add(change);
      }
      if (action.destroys() || action == ChangeAction.FORGET) {
        destroys.computeIfAbsent(group, missing -> new ArrayList<>()).add(change);
      }
    }
  }

  /** The step after which a resource is as planned. */
  private Step end(Node.Resource node) {
    List<ResourceChange> own = makes.getOrDefault(node.address(), List.of());
    return switch (own.size()) {
      case 0 -> new Step.Expand(node);
      case 1 -> new Step.Make(own.getFirst().address());
      default -> new Step.Made(node);
    };
  }

  private Step end(Node node) {
    return node instanceof Node.Resource resource ? end(resource) : new Step.Evaluate(node);
  }

  private static boolean isOfCheck(Node.Resource node) {
    return node.resource().check().isPresent();
  }

  private void forwards() {
    boolean reading = resources.values().stream().anyMatch(StepGraph::isOfCheck);
    for (Node node : context.references.graph().nodes()) {
      if (!nodes.contains(node)) {
        continue;
      }
      Step start =
          node instanceof Node.Resource resource
              ? new Step.Expand(resource)
              : new Step.Evaluate(node);
      builder.addNode(start);
      for (Node dependency : context.references.graph().dependencies(node)) {
        if (nodes.contains(dependency)) {
          builder.addEdge(start, end(dependency));
        }
      }
      if (node instanceof Node.Resource resource) {
        if (isOfCheck(resource)) {
          // What a check reads is to show how everything turned out.
          builder.addEdge(start, new Step.AllMade());
        } else if (reading) {
          builder.addEdge(new Step.AllMade(), end(resource));
        }
        List<ResourceChange> own = makes.getOrDefault(resource.address(), List.of());
        for (ResourceChange change : own) {
          Step make = new Step.Make(change.address());
          builder.addEdge(make, start);
          if (own.size() > 1) {
            builder.addEdge(new Step.Made(resource), make);
          }
        }
      }
    }
  }

  private void backwards(int strictness) {
    Map<ConfigResource, Set<ConfigResource>> users = strictness > 0 ? users() : Map.of();
    destroys.forEach(
        (group, changes) -> {
          Step.MayGo mayGo = new Step.MayGo(group);
          Step.Gone gone = new Step.Gone(group);
          builder.addNode(mayGo);
          boolean destroyedFirst = false;
          boolean createdFirst = false;
          for (ResourceChange change : changes) {
            Step.Destroy destroy = new Step.Destroy(change.address(), change.deposed());
            builder.addEdge(destroy, mayGo);
            builder.addEdge(gone, destroy);
            Node.Provider provider = providers.get(change.provider().block());
            if (provider != null && nodes.contains(provider)) {
              builder.addEdge(destroy, new Step.Evaluate(provider));
            }
            if (change.action() == ChangeAction.DELETE_THEN_CREATE) {
              builder.addEdge(new Step.Make(change.address()), destroy);
              destroyedFirst = true;
            }
            if (change.action() == ChangeAction.CREATE_THEN_DELETE) {
              builder.addEdge(destroy, new Step.Make(change.address()));
              createdFirst = true;
            }
          }
          boolean afterUsers = createdFirst || (strictness == 2 && !destroyedFirst);
          for (ConfigResource user : users.getOrDefault(group, Set.of())) {
            Node.Resource node = resources.get(user);
            if (user.equals(group)) {
              continue;
            }
            if (destroys.containsKey(user)) {
              builder.addEdge(mayGo, new Step.Gone(user));
            }
            if (afterUsers && node != null && nodes.contains(node)) {
              builder.addEdge(mayGo, end(node));
            }
          }
          Node.Resource own = resources.get(group);
          if (own != null) {
            configuredUsers(own, mayGo, afterUsers);
          }
        });
  }

  /** The steps that must have ended for what depends on a node to be done with it. */
  private void configuredUsers(Node node, Step after, boolean made) {
    for (Node user : context.references.graph().dependents(node)) {
      if (user instanceof Node.Resource resource) {
        if (destroys.containsKey(resource.address())) {
          builder.addEdge(after, new Step.Gone(resource.address()));
        }
        if (made && nodes.contains(resource)) {
          builder.addEdge(after, end(resource));
        }
      } else {
        Step.UsersGone gone = new Step.UsersGone(user);
        builder.addEdge(after, gone);
        if (mirrored.add(gone)) {
          configuredUsers(user, gone, false);
        }
        if (made) {
          Step.UsersMade usersMade = new Step.UsersMade(user);
          builder.addEdge(after, usersMade);
          if (mirrored.add(usersMade)) {
            if (nodes.contains(user)) {
              builder.addEdge(usersMade, new Step.Evaluate(user));
            }
            configuredUsers(user, usersMade, true);
          }
        }
      }
    }
  }

  /** By resource, the resources whose stored objects were made from it. */
  private Map<ConfigResource, Set<ConfigResource>> users() {
    Map<ConfigResource, Set<ConfigResource>> users = new HashMap<>();
    State state = context.plan.prior();
    for (ResourceState resource : state.resources().values()) {
      ConfigResource user = resource.address().configuration();
      Set<List<ResourceAddress>> seen = new HashSet<>();
      for (InstanceState instance : resource.instances().values()) {
        instance.current().ifPresent(object -> note(user, object, users, seen));
        instance.deposed().values().forEach(object -> note(user, object, users, seen));
      }
    }
    return users;
  }

  private void note(
      ConfigResource user,
      ObjectState object,
      Map<ConfigResource, Set<ConfigResource>> users,
      Set<List<ResourceAddress>> seen) {
    List<ResourceAddress> dependencies = object.dependencies();
    if (dependencies.isEmpty() || !seen.add(dependencies)) {
      return;
    }
    for (ResourceAddress dependency : dependencies) {
      ConfigResource used = dependency.configuration();
      if (destroys.containsKey(used)) {
        users.computeIfAbsent(used, missing -> new LinkedHashSet<>()).add(user);
      }
    }
  }

  /** What of a configuration has to be evaluated to apply a plan. */
  static Set<Node> relevant(ApplyContext context, Set<Node> targeted) {
    if (context.plan.options().mode() == PlanMode.NORMAL) {
      return targeted;
    }
    List<Node> seeds = new ArrayList<>();
    for (Node node : context.references.graph().nodes()) {
      if (node instanceof Node.Provider) {
        seeds.add(node);
      }
    }
    return context.references.graph().withDependencies(seeds);
  }
}
