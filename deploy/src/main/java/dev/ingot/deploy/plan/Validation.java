package dev.ingot.deploy.plan;

import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.call.ProviderSetup;
import dev.ingot.deploy.call.ResourceCheck;
import dev.ingot.deploy.configuration.Condition;
import dev.ingot.deploy.configuration.Provisioner;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.evaluation.Conditions;
import dev.ingot.deploy.evaluation.EphemeralUse;
import dev.ingot.deploy.evaluation.Expansion;
import dev.ingot.deploy.evaluation.Expansions;
import dev.ingot.deploy.evaluation.ModuleInstance;
import dev.ingot.deploy.evaluation.ModuleScope;
import dev.ingot.deploy.evaluation.Objects;
import dev.ingot.deploy.evaluation.ProviderSelection;
import dev.ingot.deploy.evaluation.RepetitionData;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.reference.ProvisionerTypes;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.graph.Cancellation;
import dev.ingot.graph.Verdict;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks everything that can be told without state and values of variables. */
public final class Validation {
  private final ProviderPool pool;
  private final ReferenceGraph references;
  private final World world;
  private final Objects objects;

  /** For one configuration. */
  public Validation(ProviderPool pool, Setting setting, ReferenceGraph references) {
    this.pool = pool;
    this.references = references;
    this.world =
        new World(
            World.Purpose.VALIDATE,
            setting,
            references.root(),
            pool.functions(setting.functions()));
    this.objects = new Objects(world, Map.of());
  }

  /** Checks; what is wrong is reported in the order of the configuration's objects. */
  public void run(Diagnostics diagnostics, Cancellation cancellation) {
    Map<Node, List<Diagnostic>> found = new java.util.concurrent.ConcurrentHashMap<>();
    var result =
        references
            .graph()
            .walk(
                4,
                cancellation,
                node -> {
                  Diagnostics own = new Diagnostics();
                  node.problems().forEach(own::add);
                  if (!own.hasErrors()) {
                    visit(node, own);
                  }
                  found.put(node, own.list());
                  return own.hasErrors() ? Verdict.FAILED : Verdict.DONE;
                });
    new ImportCheck(references, world, diagnostics).run();
    for (Node node : references.graph().nodes()) {
      diagnostics.addAll(found.getOrDefault(node, List.of()));
      if (result.outcome(node)
              instanceof dev.ingot.graph.Outcome.Failed<Node>(Optional<Exception> cause)
          && cause.isPresent()) {
        throw new IllegalStateException("checking " + node, cause.get());
      }
    }
  }

  private void visit(Node node, Diagnostics own) {
    switch (node) {
      case Node.Variable variable -> objects.variable(variable, own);
      case Node.Validation validation -> objects.validation(validation, own);
      case Node.Local local -> objects.local(local, own);
      case Node.Output output -> objects.output(output, own);
      case Node.Call call -> objects.call(call, own);
      case Node.CallEnd _ -> {}
      case Node.Provider provider -> new ProviderSetup(world, pool).check(provider, own);
      case Node.Check check -> check(check, own);
      case Node.Resource resource -> resource(resource, own);
    }
  }

  private void check(Node.Check node, Diagnostics own) {
    for (ModuleInstance module : world.instances(node.module())) {
      Conditions conditions = new Conditions(world, own);
      for (Condition assertion : node.check().assertions()) {
        conditions.checkAssertion(assertion, world.scope(module, RepetitionData.NONE));
      }
    }
  }

  private void resource(Node.Resource node, Diagnostics own) {
    ResourceConfiguration resource = node.resource();
    Optional<ResourceType> type =
        pool.type(node.provider().provider(), resource.mode(), resource.type());
    if (type.isEmpty()) {
      return;
    }
    for (ModuleInstance module : world.instances(node.module())) {
      Optional<Expansion> expansion = new Expansions(world, own).evaluate(module, resource);
      // Where there are no instances to speak of, there is still a body to check.
      expansion.ifPresent(found -> module.expand(node, found));
      RepetitionData repetition =
          resource.count().isPresent()
              ? RepetitionData.anyCount()
              : resource.forEach().isPresent() ? RepetitionData.anyEach() : RepetitionData.NONE;
      node.providerKey()
          .ifPresent(
              key -> new ProviderSelection(world, _ -> true, own).check(module, key, repetition));
      body(node, type.get(), world.scope(module, repetition), own);
    }
  }

  private void body(Node.Resource node, ResourceType type, ModuleScope scope, Diagnostics own) {
    ResourceConfiguration resource = node.resource();
    Diagnostics decoding = new Diagnostics();
    Value config = type.block().decode(resource.body(), scope, decoding);
    own.addAll(decoding);
    if (!decoding.hasErrors()) {
      Values.Unmarked unmarked = Values.unmarkDeep(config);
      if (resource.mode() == ResourceMode.EPHEMERAL
          || EphemeralUse.check(unmarked, type, resource, node.toString(), own)) {
        pool.unconfigured(node.provider().provider())
            .ifPresent(
                provider -> ResourceCheck.block(node, type, provider, unmarked.value(), own));
      }
    }
    Conditions conditions = new Conditions(world, own);
    List<Condition> rules = new ArrayList<>(resource.lifecycle().preconditions());
    for (Condition rule : rules) {
      conditions.checkCondition(rule, scope);
    }
    ModuleScope after = scope.withSelf(Values.DYNAMIC_UNKNOWN);
    for (Condition rule : resource.lifecycle().postconditions()) {
      conditions.checkCondition(rule, after);
    }
    for (Provisioner provisioner : resource.provisioners()) {
      if (!ProvisionerTypes.check(provisioner, after, own)) {
        break;
      }
    }
  }
}
