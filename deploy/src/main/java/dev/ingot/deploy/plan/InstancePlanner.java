package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.deploy.ActionReason;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.ImportKey;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.call.ObjectReader;
import dev.ingot.deploy.evaluation.Conditions;
import dev.ingot.deploy.evaluation.ModuleInstance;
import dev.ingot.deploy.evaluation.RepetitionData;
import dev.ingot.deploy.evaluation.ResourceInstances;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Severity;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.InstanceState;
import java.util.List;
import java.util.Optional;

/** Plans one instance of a managed resource: finds what is there, and does as the mode says. */
final class InstancePlanner {
  private final PlanContext context;
  private final ObjectRefresh refresh;
  private final Importer importer;
  private final ConfiguredChange configured;

  InstancePlanner(PlanContext context) {
    this.context = context;
    this.refresh = new ObjectRefresh(context);
    this.importer = new Importer(context);
    this.configured = new ConfiguredChange(context);
  }

  /** Lets references see what is stored of an instance that is not to be planned. */
  boolean leave(
      Node.Resource node, ResourceType type, ResourceInstances instances, InstanceKey key) {
    InstanceAddress address = instances.address().instance(key);
    Diagnostics diagnostics = new Diagnostics();
    stored(node, type, address, diagnostics)
        .current()
        .ifPresentOrElse(
            found -> instances.set(key, type.withSchemaMarks(found.value())),
            () -> instances.leaveOut(key, type.objectType()));
    context.diagnostics.addAll(diagnostics);
    return !diagnostics.hasErrors();
  }

  private ObjectRefresh.Outcome stored(
      Node.Resource node, ResourceType type, InstanceAddress address, Diagnostics diagnostics) {
    return context
        .prior
        .instance(address)
        .map(
            state ->
                refresh.asStored(
                    address, state, type, context.provider(node, address), diagnostics))
        .orElse(new ObjectRefresh.Outcome(Optional.empty(), true));
  }

  /** Plans it; returns whether there were no errors. */
  boolean plan(
      Node.Resource node,
      ResourceType type,
      ModuleInstance module,
      ResourceInstances instances,
      InstanceKey key,
      RepetitionData repetition) {
    InstanceAddress address = instances.address().instance(key);
    Diagnostics diagnostics = new Diagnostics();
    GuardedProvider provider = context.provider(node, address);
    ObjectRefresh.Outcome known = known(node, type, provider, address, diagnostics);
    Optional<ObjectReader.Found> current = known.current();
    Optional<ImportKey> importKey = Optional.empty();
    boolean good = known.good();
    if (good && current.isEmpty() && context.imports.has(address)) {
      Optional<Imports.Asked> asked = context.imports.asked(address, type, diagnostics);
      importKey = asked.map(Imports.Asked::key);
      current =
          asked.flatMap(found -> importer.find(node, address, found, type, provider, diagnostics));
      good = current.isPresent();
    }
    Optional<Value> value = Optional.empty();
    if (good) {
      value =
          plan(
              new PlannedInstance(
                  node,
                  type,
                  provider,
                  context.world.provider(node, address),
                  address,
                  context.previous(address),
                  context.world.scope(module, repetition),
                  current,
                  importKey,
                  diagnostics));
    }
    value.ifPresent(found -> instances.set(key, type.withSchemaMarks(found)));
    if (context.options.mode() == PlanMode.REFRESH_ONLY
        && current.isEmpty()
        && importKey.isEmpty()) {
      instances.leaveOut(key, type.objectType());
    }
    context.diagnostics.addAll(diagnostics);
    return value.isPresent() && !diagnostics.hasErrors();
  }

  /** What is there, read again unless it only follows a target. */
  private ObjectRefresh.Outcome known(
      Node.Resource node,
      ResourceType type,
      GuardedProvider provider,
      InstanceAddress address,
      Diagnostics diagnostics) {
    Optional<InstanceState> stored = context.prior.instance(address);
    boolean follows = context.followers.contains(node) && !targeted(address);
    return stored.isEmpty() || follows
        ? stored(node, type, address, diagnostics)
        : refresh.instance(
            address,
            stored.get(),
            context.world.provider(node, address),
            type,
            provider,
            diagnostics);
  }

  private Optional<Value> plan(PlannedInstance instance) {
    return switch (context.options.mode()) {
      case REFRESH_ONLY -> Optional.of(refreshed(instance));
      case DESTROY -> Optional.of(destroyed(instance));
      case NORMAL -> configured.plan(instance);
    };
  }

  /**
   * What is there now, or will be; conditions are looked at, but keep nothing from being refreshed.
   * An object that is being imported isn't compared with its block.
   */
  private Value refreshed(PlannedInstance instance) {
    if (instance.importKey().isPresent()) {
      return instance.prior();
    }
    Conditions conditions = new Conditions(context.world, instance.diagnostics());
    context.checks.resource(
        instance.node(), instance.address(), conditions, instance.scope(), Severity.WARNING);
    if (instance.current().isEmpty()) {
      return Values.DYNAMIC_UNKNOWN;
    }
    context.checks.afterwards(
        instance.node(),
        instance.address(),
        conditions,
        instance.scope().withSelf(instance.type().withSchemaMarks(instance.prior())),
        Severity.WARNING);
    return instance.prior();
  }

  private Value destroyed(PlannedInstance instance) {
    if (instance.current().isPresent()
        && (targeted(instance.address()) || context.followers.contains(instance.node()))) {
      context.add(
          instance.change(
              ChangeAction.DELETE,
              ActionReason.NONE,
              instance.type().none(),
              List.of(),
              Bytes.EMPTY));
      // What depends on it can still be destroyed.
      PreventDestroy.check(instance.resource(), instance.address(), context.diagnostics);
    }
    // What is gone already may still be referred to.
    return instance.current().isPresent() ? instance.prior() : Values.DYNAMIC_UNKNOWN;
  }

  private boolean targeted(InstanceAddress address) {
    return context.options.includes(address);
  }
}
