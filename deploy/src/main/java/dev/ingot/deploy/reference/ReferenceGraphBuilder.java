package dev.ingot.deploy.reference;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.ProviderAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.configuration.CheckBlock;
import dev.ingot.deploy.configuration.Condition;
import dev.ingot.deploy.configuration.Enabled;
import dev.ingot.deploy.configuration.ImportBlock;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.configuration.ModuleCall;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.configuration.PassedProvider;
import dev.ingot.deploy.configuration.ProviderConfiguration;
import dev.ingot.deploy.configuration.ProviderReference;
import dev.ingot.deploy.configuration.ProviderRequirement;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.reference.ReferenceChecker.Repetition;
import dev.ingot.graph.Build;
import dev.ingot.graph.Graph;
import dev.ingot.graph.GraphBuilder;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.provider.ProviderSchema;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes the nodes of a configuration and the edges between them. */
final class ReferenceGraphBuilder {
  private final Schemas schemas;
  private final GraphBuilder<Node> graph = new GraphBuilder<>();
  private final Map<String, ModuleNodes> modules = new HashMap<>();
  private final Map<String, ModuleTree> parents = new HashMap<>();
  private final Map<String, ModuleTree> treesByAddress = new LinkedHashMap<>();
  private final Map<ProviderConfigAddress, Node.Provider> providerNodes = new LinkedHashMap<>();
  private final SortedSet<ProviderAddress> providers = new TreeSet<>();
  private final ProviderResolution resolution = new ProviderResolution(parents);

  ReferenceGraphBuilder(Schemas schemas) {
    this.schemas = schemas;
  }

  Build<Node> build(ModuleTree root) {
    nodes(root, Optional.empty());
    treesByAddress.values().forEach(this::edges);
    Build<Node> built = graph.build();
    if (!(built instanceof Build.Acyclic<Node>(Graph<Node> known))
        || modules.values().stream().allMatch(module -> module.validations.isEmpty())) {
      return built;
    }
    for (ModuleNodes module : modules.values()) {
      module.validations.forEach(
          (name, validation) -> validatedFirst(module.variables.get(name), validation, known));
    }
    return graph.build();
  }

  /** What uses a variable waits until its rules are looked at: they must not need it themselves. */
  private void validatedFirst(
      Node.@Nullable Variable variable, Node.Validation validation, Graph<Node> known) {
    if (variable == null) {
      throw new IllegalStateException("no node of " + validation.variable().name());
    }
    for (Node user : known.dependents(variable)) {
      if (!user.equals(validation)) {
        graph.addEdge(user, validation);
      }
    }
  }

  ModuleNodes root() {
    return of(treesByAddress.values().iterator().next());
  }

  SortedSet<ProviderAddress> providers() {
    return providers;
  }

  private ModuleNodes of(ModuleTree tree) {
    ModuleNodes nodes = modules.get(tree.address());
    if (nodes == null) {
      throw new IllegalStateException("no nodes of " + tree.title());
    }
    return nodes;
  }

  private ModuleNodes nodes(ModuleTree tree, Optional<ModuleTree> parent) {
    ModuleNodes nodes = new ModuleNodes(tree);
    modules.put(tree.address(), nodes);
    treesByAddress.put(tree.address(), tree);
    parent.ifPresent(calling -> parents.put(tree.address(), calling));
    var module = tree.module();
    for (ProviderRequirement requirement : module.requirements().values()) {
      providers.add(ProviderAddress.parse(requirement.source()));
    }
    for (ProviderConfiguration block : module.providers().values()) {
      providers.add(resolution.of(tree, block.localName(), block.alias()).provider());
    }
    for (ImportBlock block : module.imports()) {
      if (block.to().modules().isEmpty()) {
        providers.add(resolution.of(tree, block).provider());
      }
    }
    for (InputVariable variable : module.variables().values()) {
      boolean apart = needsValidationNode(variable);
      Node.Variable node = new Node.Variable(tree, variable, apart);
      nodes.variables.put(variable.name(), node);
      graph.addNode(node);
      if (apart) {
        Node.Validation validation = new Node.Validation(tree, variable);
        nodes.validations.put(variable.name(), validation);
        graph.addNode(validation);
      }
    }
    module
        .locals()
        .values()
        .forEach(local -> add(nodes.locals, local.name(), new Node.Local(tree, local)));
    for (ResourceConfiguration resource : module.resources().values()) {
      ProviderResolution.Resolved provider = resolution.of(tree, resource);
      providers.add(provider.address().provider());
      add(nodes.resources, resource.key(), new Node.Resource(tree, resource, provider));
    }
    for (ModuleCall call : module.calls().values()) {
      add(nodes.calls, call.name(), new Node.Call(tree, call));
      add(nodes.callEnds, call.name(), new Node.CallEnd(tree, call));
      ModuleTree child = tree.children().get(call.name());
      if (child != null) {
        nodes.children.put(call.name(), nodes(child, Optional.of(tree)));
      }
    }
    module
        .checks()
        .values()
        .forEach(check -> add(nodes.checks, check.name(), new Node.Check(tree, check)));
    module
        .outputs()
        .values()
        .forEach(output -> add(nodes.outputs, output.name(), new Node.Output(tree, output)));
    return nodes;
  }

  /** Whether the rules refer to more than the variable itself. */
  static boolean needsValidationNode(InputVariable variable) {
    for (Condition validation : variable.validations()) {
      for (Expression part : List.of(validation.condition(), validation.errorMessage())) {
        for (Traversal traversal : Evaluator.references(part)) {
          boolean own =
              traversal.root().equals("var")
                  && !traversal.steps().isEmpty()
                  && traversal.steps().getFirst() instanceof Traversal.Attribute(String name, var _)
                  && name.equals(variable.name());
          if (!own) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private <N extends Node> void add(Map<String, N> index, String name, N node) {
    index.put(name, node);
    graph.addNode(node);
  }

  private void edges(ModuleTree tree) {
    ModuleNodes nodes = of(tree);
    Optional<Node.Call> caller = caller(tree);
    for (Node.Variable node : nodes.variables.values()) {
      variable(node, tree, caller);
    }
    for (Node.Validation node : nodes.validations.values()) {
      EdgeCollector edges = collector(nodes, node, Repetition.NONE);
      caller.ifPresent(edges::edge);
      node.variable().validations().forEach(validation -> edges.condition(validation, false));
      edges.done();
    }
    for (Node.Local node : nodes.locals.values()) {
      EdgeCollector edges = collector(nodes, node, Repetition.NONE);
      caller.ifPresent(edges::edge);
      edges.expression(node.local().expression());
      edges.done();
    }
    for (Node.Resource node : nodes.resources.values()) {
      EdgeCollector edges = collector(nodes, node, repetition(node.resource()));
      caller.ifPresent(edges::edge);
      Node.Provider provider = provider(node.provider());
      edges.edge(provider);
      ProviderResolution.requireConfigured(provider, node, edges.diagnostics());
      node.resource().provider().flatMap(ProviderReference::key).ifPresent(edges::expression);
      new ResourceEdges(schemas, node).collect(edges);
      edges.done();
    }
    if (tree.isRoot()) {
      imports(nodes);
    }
    for (Node.Call node : nodes.calls.values()) {
      call(nodes, node, caller);
    }
    for (Node.Check node : nodes.checks.values()) {
      check(nodes, node, caller);
    }
    for (Node.Output node : nodes.outputs.values()) {
      EdgeCollector edges = collector(nodes, node, Repetition.NONE);
      caller.ifPresent(edges::edge);
      edges.dependsOn(node.output().dependsOn());
      edges.expression(node.output().expression());
      node.output().preconditions().forEach(condition -> edges.condition(condition, false));
      edges.done();
    }
  }

  /** The references of an import have to be known before its resource is planned. */
  private void imports(ModuleNodes root) {
    for (ImportBlock block : root.tree().module().imports()) {
      target(root, block.to().block())
          .ifPresent(
              node -> {
                Repetition repeated =
                    block.forEach().isPresent() ? Repetition.FOR_EACH : Repetition.NONE;
                EdgeCollector edges = collector(root, node, repeated);
                node.problems().forEach(edges.diagnostics()::add);
                block.forEach().ifPresent(each -> edges.expression(each, Repetition.NONE, false));
                edges.expression(block.key());
                block.to().keys().forEach(edges::expression);
                edges.done();
              });
    }
  }

  private static Optional<Node.Resource> target(ModuleNodes root, ConfigResource block) {
    Optional<ModuleNodes> module = Optional.of(root);
    for (String call : block.modules()) {
      module = module.flatMap(found -> Optional.ofNullable(found.children.get(call)));
    }
    return module.flatMap(found -> Optional.ofNullable(found.resources.get(block.localText())));
  }

  private void variable(Node.Variable node, ModuleTree tree, Optional<Node.Call> caller) {
    ModuleTree parent = parents.get(tree.address());
    if (parent == null || caller.isEmpty()) {
      return;
    }
    ModuleNodes outside = of(parent);
    EdgeCollector edges = collector(outside, node, repetition(caller.get().call()));
    edges.edge(caller.get());
    Attribute argument = caller.get().call().arguments().get(node.variable().name());
    if (argument != null) {
      edges.expression(argument.expression());
    }
    edges.done();
  }

  private void call(ModuleNodes nodes, Node.Call node, Optional<Node.Call> caller) {
    EdgeCollector edges = collector(nodes, node, Repetition.NONE);
    caller.ifPresent(edges::edge);
    node.call().enabled().map(Enabled::expression).ifPresent(edges::expression);
    node.call().count().ifPresent(edges::expression);
    node.call().forEach().ifPresent(edges::expression);
    for (PassedProvider passed : node.call().providers().values()) {
      passed
          .outside()
          .key()
          .ifPresent(key -> edges.expression(key, repetition(node.call()), false));
    }
    edges.dependsOn(node.call().dependsOn());
    ModuleNodes child = nodes.children.get(node.call().name());
    if (child != null) {
      node.call().problems().forEach(edges.diagnostics()::add);
    }
    edges.done();
    Node.CallEnd end = nodes.callEnds.get(node.call().name());
    if (end != null && child != null) {
      graph.addEdge(end, node);
      child.locals.values().forEach(inner -> graph.addEdge(end, inner));
      child.resources.values().forEach(inner -> graph.addEdge(end, inner));
      child.outputs.values().forEach(inner -> graph.addEdge(end, inner));
      child.callEnds.values().forEach(inner -> graph.addEdge(end, inner));
    }
  }

  private void check(ModuleNodes nodes, Node.Check node, Optional<Node.Call> caller) {
    EdgeCollector edges = collector(nodes, node, Repetition.NONE);
    caller.ifPresent(edges::edge);
    CheckBlock check = node.check();
    check.data().ifPresent(data -> edges.resource(data.key()));
    check.assertions().forEach(assertion -> edges.condition(assertion, false));
    edges.done();
  }

  private EdgeCollector collector(ModuleNodes nodes, Node node, Repetition repetition) {
    Optional<String> check =
        switch (node) {
          case Node.Check own -> Optional.of(own.check().name());
          case Node.Resource own -> own.resource().check();
          case Node.Variable _,
              Node.Validation _,
              Node.Local _,
              Node.Output _,
              Node.Call _,
              Node.CallEnd _,
              Node.Provider _ ->
              Optional.empty();
        };
    return new EdgeCollector(
        graph, nodes, new ReferenceChecker(nodes, schemas, check), node, repetition);
  }

  private Optional<Node.Call> caller(ModuleTree tree) {
    ModuleTree parent = parents.get(tree.address());
    return parent == null
        ? Optional.empty()
        : Optional.ofNullable(of(parent).calls.get(tree.path().getLast()));
  }

  private Node.Provider provider(ProviderConfigAddress address) {
    Node.Provider known = providerNodes.get(address);
    if (known != null) {
      return known;
    }
    ModuleTree tree = treesByAddress.get(address.module());
    ModuleTree home = tree == null ? root().tree() : tree;
    var configuration =
        home.module().providers().values().stream()
            .filter(
                block ->
                    block.alias().equals(address.alias().orElse(""))
                        && resolution
                            .of(home, block.localName(), block.alias())
                            .provider()
                            .equals(address.provider()))
            .findFirst();
    Node.Provider node = new Node.Provider(home, address, configuration);
    providerNodes.put(address, node);
    boolean repeated = configuration.flatMap(ProviderConfiguration::forEach).isPresent();
    EdgeCollector edges =
        collector(of(home), node, repeated ? Repetition.FOR_EACH : Repetition.NONE);
    caller(home).ifPresent(edges::edge);
    graph.addNode(node);
    configuration.flatMap(ProviderConfiguration::forEach).ifPresent(edges::constant);
    configuration.ifPresent(
        block -> {
          Schema schema =
              schemas.find(address.provider()).map(ProviderSchema::provider).orElse(Schema.EMPTY);
          schema.references(block.body()).forEach(edges::reference);
        });
    edges.done();
    return node;
  }

  private static Repetition repetition(ResourceConfiguration resource) {
    return resource.count().isPresent()
        ? Repetition.COUNT
        : resource.forEach().isPresent() ? Repetition.FOR_EACH : Repetition.NONE;
  }

  private static Repetition repetition(ModuleCall call) {
    return call.count().isPresent()
        ? Repetition.COUNT
        : call.forEach().isPresent() ? Repetition.FOR_EACH : Repetition.NONE;
  }
}
