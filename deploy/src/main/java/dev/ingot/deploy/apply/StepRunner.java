package dev.ingot.deploy.apply;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.call.ObjectReader;
import dev.ingot.deploy.call.ProviderSetup;
import dev.ingot.deploy.configuration.Condition;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.evaluation.Conditions;
import dev.ingot.deploy.evaluation.Expansion;
import dev.ingot.deploy.evaluation.Expansions;
import dev.ingot.deploy.evaluation.ModuleInstance;
import dev.ingot.deploy.evaluation.Objects;
import dev.ingot.deploy.evaluation.ProviderSelection;
import dev.ingot.deploy.evaluation.RepetitionData;
import dev.ingot.deploy.evaluation.ResourceInstances;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.graph.Verdict;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import dev.ingot.state.ObjectState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs single steps. */
final class StepRunner {
  private final ApplyContext context;
  private final Objects objects;
  private final InstanceApplier applier;
  private final Destroyer destroyer;
  private final UnchangedConditions unchanged;
  private final Map<Step.Destroy, ResourceChange> destroys = new HashMap<>();
  private final Map<ProviderConfigAddress, Node> providers = new HashMap<>();
  private final Map<InstanceAddress, Read> read = new ConcurrentHashMap<>();

  StepRunner(ApplyContext context, Objects objects, InstanceApplier applier, Destroyer destroyer) {
    this.context = context;
    this.objects = objects;
    this.applier = applier;
    this.destroyer = destroyer;
    this.unchanged = new UnchangedConditions(context);
    for (Node node : context.references.graph().nodes()) {
      if (node instanceof Node.Provider provider) {
        providers.put(provider.address(), provider);
      }
    }
    for (ResourceChange change : context.plan.changes()) {
      if (change.action().destroys() || change.action() == ChangeAction.FORGET) {
        destroys.put(new Step.Destroy(change.address(), change.deposed()), change);
      }
    }
  }

  /** The block of a planned instance. */
  Optional<Node.Resource> node(InstanceAddress address) {
    return context.references.resource(address.resource().configuration());
  }

  /** The object of the configuration that a step needs; empty where it needs none. */
  Optional<Node> subject(Step step) {
    return switch (step) {
      case Step.Evaluate(Node node) -> Optional.of(node);
      case Step.Expand(Node.Resource node) -> Optional.of(node);
      case Step.Make(InstanceAddress address) -> node(address).map(node -> node);
      case Step.Destroy destroy ->
          Optional.ofNullable(destroys.get(destroy))
              .flatMap(change -> Optional.ofNullable(providers.get(change.provider().block())));
      case Step.Join _ -> Optional.empty();
    };
  }

  Verdict run(Step step) {
    boolean good =
        switch (step) {
          case Step.Evaluate(Node node) -> evaluate(node);
          case Step.Expand(Node.Resource node) -> expand(node);
          case Step.Make(InstanceAddress address) -> make(address);
          case Step.Destroy destroy -> destroy(destroy);
          case Step.Join _ -> true;
        };
    return good ? Verdict.DONE : Verdict.FAILED;
  }

  private boolean make(InstanceAddress address) {
    Optional<ResourceChange> change = context.change(address);
    Optional<Node.Resource> node = node(address);
    boolean made =
        change.isPresent()
            && node.isPresent()
            && applier.apply(
                node.get(),
                change.get(),
                change.get().action() == ChangeAction.CREATE_THEN_DELETE
                    ? Optional.of(DeposedKey.random(context.world.setting().random()))
                    : Optional.empty());
    if (made && context.isUnread(node.get())) {
      Optional<ModuleInstance> module = context.world.instance(address.resource().module());
      Optional<ResourceInstances> instances =
          module.isPresent()
              ? module.get().resource(node.get().resource().key())
              : Optional.empty();
      if (instances.isPresent()) {
        instances.get().forget(address.key());
      }
    }
    return made;
  }

  private boolean destroy(Step.Destroy step) {
    ResourceChange change = destroys.get(step);
    if (change == null) {
      return true;
    }
    if (change.action() == ChangeAction.FORGET) {
      return destroyer.forget(step.address());
    }
    Optional<DeposedKey> deposed = step.deposed();
    if (change.action() == ChangeAction.CREATE_THEN_DELETE) {
      deposed = applier.deposedKey(step.address());
      if (deposed.isEmpty()) {
        return true;
      }
    }
    return destroyer.destroy(step.address(), deposed, change.provider());
  }

  /** Evaluates an object that is no resource. */
  boolean evaluate(Node node) {
    Diagnostics own = new Diagnostics();
    boolean good = evaluate(node, own);
    context.diagnostics.addAll(own);
    return good;
  }

  /** The same, with problems returned to the caller. */
  boolean evaluate(Node node, Diagnostics own) {
    switch (node) {
      case Node.Variable variable -> objects.variable(variable, own);
      case Node.Validation validation -> objects.validation(validation, own);
      case Node.Local local -> objects.local(local, own);
      case Node.Output output -> objects.output(output, own);
      case Node.Call call -> objects.call(call, own);
      case Node.CallEnd _, Node.Resource _ -> {}
      case Node.Provider provider ->
          new ProviderSetup(context.world, context.pool).configure(provider, own);
      case Node.Check check -> check(check, own);
    }
    return !own.hasErrors();
  }

  private void check(Node.Check node, Diagnostics own) {
    if (context.plan.options().mode() != PlanMode.NORMAL) {
      return;
    }
    context.checks.reach(node, context.world.instances(node.module()));
    for (ModuleInstance module : context.world.instances(node.module())) {
      Conditions conditions = new Conditions(context.world, own);
      int number = 0;
      for (Condition assertion : node.check().assertions()) {
        context.checks.assertion(
            node,
            module,
            number++,
            conditions.assertion(assertion, context.world.scope(module, RepetitionData.NONE)));
      }
    }
  }

  /** Finds the instances of a resource, with the values they have before anything is made. */
  boolean expand(Node.Resource node) {
    ResourceConfiguration resource = node.resource();
    Diagnostics own = new Diagnostics();
    Optional<ResourceType> type =
        context.type(node.provider().provider(), resource.mode(), resource.type());
    boolean good = true;
    for (ModuleInstance module : context.world.instances(node.module())) {
      Optional<Expansion> expansion = new Expansions(context.world, own).evaluate(module, resource);
      if (expansion.isPresent() && type.isPresent()) {
        ResourceInstances instances = module.expand(node, expansion.get());
        good &=
            new ProviderSelection(
                    context.world, provider -> context.pool.configured(provider).isPresent(), own)
                .select(module, instances);
        if (resource.mode() == ResourceMode.EPHEMERAL) {
          good &= open(node, type.get(), module, instances);
          continue;
        }
        for (InstanceKey key : expansion.get().instances().keySet()) {
          InstanceAddress address = instances.address().instance(key);
          Optional<Value> initial = initial(node, type.get(), address, own);
          initial.ifPresent(value -> instances.set(key, value));
          if (initial.isEmpty() && context.change(address).isEmpty()) {
            instances.leaveOut(key, type.get().objectType());
          }
        }
        unchanged.check(node, module, instances, own);
      }
    }
    context.diagnostics.addAll(own);
    return good && !own.hasErrors();
  }

  private boolean open(
      Node.Resource node, ResourceType type, ModuleInstance module, ResourceInstances instances) {
    List<Map.Entry<InstanceKey, RepetitionData>> all =
        List.copyOf(instances.expansion().instances().entrySet());
    AtomicBoolean good = new AtomicBoolean(true);
    context.throttle.forEach(
        all.size(),
        index -> {
          Diagnostics own = new Diagnostics();
          if (!context.ephemeral.open(
              node,
              type,
              context.world.scope(module, all.get(index).getValue()),
              instances,
              all.get(index).getKey(),
              own)) {
            good.set(false);
          }
          context.diagnostics.addAll(own);
        });
    return good.get();
  }

  /** Lets references see the current objects of a resource as they are stored. */
  void values(Node.Resource node, Diagnostics own) {
    Optional<ResourceType> type =
        context.type(node.provider().provider(), node.resource().mode(), node.resource().type());
    for (ModuleInstance module : context.world.instances(node.module())) {
      Optional<ResourceInstances> instances = module.resource(node.resource().key());
      if (instances.isEmpty() || type.isEmpty()) {
        continue;
      }
      for (InstanceKey key : instances.get().expansion().instances().keySet()) {
        stored(node, type.get(), instances.get().address().instance(key), own)
            .ifPresent(value -> instances.get().set(key, value));
      }
    }
  }

  /** The value of an instance before anything is made; empty when there is no object. */
  Optional<Value> initial(
      Node.Resource node, ResourceType type, InstanceAddress address, Diagnostics own) {
    Optional<ResourceChange> change = context.change(address);
    if (change.isPresent()) {
      if (change.get().action() == ChangeAction.NO_OP) {
        return Optional.of(change.get().after());
      }
      if (!change.get().before().isNull()) {
        return Optional.of(change.get().before());
      }
      return change.get().action() == ChangeAction.READ
          ? Optional.of(change.get().after())
          : Optional.empty();
    }
    return stored(node, type, address, own);
  }

  /** The value of the current object of an instance; empty when there is none. */
  Optional<Value> stored(
      Node.Resource node, ResourceType type, InstanceAddress address, Diagnostics own) {
    Optional<ObjectState> object = context.session.state().current(address);
    Optional<GuardedProvider> provider =
        context.pool.configured(context.world.provider(node, address));
    if (object.isEmpty() || provider.isEmpty()) {
      return Optional.empty();
    }
    Read before = read.get(address);
    if (before != null && before.object().equals(object.get())) {
      return Optional.of(before.value());
    }
    Optional<Value> value =
        ObjectReader.read(address, object.get(), type, provider.get(), own)
            .map(type::withSchemaMarks);
    value.ifPresent(found -> read.put(address, new Read(object.get(), found)));
    return value;
  }

  /** What a stored object was read as: a rollout looks at all of them after each of its stages. */
  private record Read(ObjectState object, Value value) {}
}
