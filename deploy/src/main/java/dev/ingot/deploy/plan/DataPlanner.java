package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.deploy.ActionReason;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.call.DataReader;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.call.ObjectReader;
import dev.ingot.deploy.configuration.ModuleCall;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.evaluation.Conditions;
import dev.ingot.deploy.evaluation.EphemeralUse;
import dev.ingot.deploy.evaluation.ModuleInstance;
import dev.ingot.deploy.evaluation.ModuleScope;
import dev.ingot.deploy.evaluation.RepetitionData;
import dev.ingot.deploy.evaluation.ResourceInstances;
import dev.ingot.deploy.reference.ModuleNodes;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.deploy.stored.StoredObjects;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Severity;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ProposedNew;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectState;
import java.util.List;
import java.util.Optional;

/** Reads one instance of a data source, or plans to read it while applying. */
final class DataPlanner {
  private final PlanContext context;
  private final DataReader reader;

  DataPlanner(PlanContext context) {
    this.context = context;
    this.reader = new DataReader(context.observer);
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
    ModuleScope scope = context.world.scope(module, repetition);
    boolean nested = node.resource().check().isPresent();
    Optional<Value> value =
        plan(node, type, address, scope, diagnostics, context.provider(node, address), nested);
    value.ifPresent(found -> instances.set(key, type.withSchemaMarks(found)));
    if (nested) {
      diagnostics.list().forEach(each -> context.assertions.add(each.asWarning()));
      if (diagnostics.hasErrors()) {
        context.unread.add(address);
      }
      context.checks.data(node, module, DataReader.problem(diagnostics));
      if (value.isEmpty()) {
        instances.set(key, Values.DYNAMIC_UNKNOWN);
      }
      return true;
    }
    context.diagnostics.addAll(diagnostics);
    return value.isPresent() && !diagnostics.hasErrors();
  }

  private Optional<Value> plan(
      Node.Resource node,
      ResourceType type,
      InstanceAddress address,
      ModuleScope scope,
      Diagnostics diagnostics,
      GuardedProvider provider,
      boolean nested) {
    if (context.options.mode() == PlanMode.DESTROY && !context.options.refresh()) {
      return Optional.of(stored(address, type, diagnostics, provider));
    }
    ResourceConfiguration resource = node.resource();
    Conditions conditions = new Conditions(context.world, diagnostics);
    if (context.options.mode() != PlanMode.DESTROY
        && !context.checks.resource(node, address, conditions, scope, context.severity())
        && context.severity() == Severity.ERROR) {
      return Optional.empty();
    }
    Value config = type.block().decode(resource.body(), scope, diagnostics);
    if (diagnostics.hasErrors()) {
      return Optional.empty();
    }
    Values.Unmarked unmarked = Values.unmarkDeep(config);
    if (!EphemeralUse.check(unmarked, type, resource, address.toString(), diagnostics)) {
      return Optional.empty();
    }
    List<Values.PathMarks> marks = EphemeralUse.storable(unmarked.marks());
    boolean known = Values.isWhollyKnown(unmarked.value());
    // Where everything goes, what it depends on is read as it is now.
    if (!known || (context.options.mode() == PlanMode.NORMAL && pending(node))) {
      Value planned =
          Values.remark(ProposedNew.withUnknownComputed(type.block(), unmarked.value()), marks);
      if (context.prior.instance(address).isPresent()) {
        context.refresh(address, context.world.provider(node, address), Optional.empty());
      }
      deferred(
          node,
          type,
          address,
          known
              ? ActionReason.READ_BECAUSE_DEPENDENCY_PENDING
              : ActionReason.READ_BECAUSE_CONFIG_UNKNOWN,
          planned);
      return Optional.of(planned);
    }
    Optional<Value> read =
        reader.read(address, resource, type, provider, unmarked.value(), diagnostics);
    if (nested) {
      Value planned =
          read.orElseGet(() -> ProposedNew.withUnknownComputed(type.block(), unmarked.value()));
      deferred(
          node,
          type,
          address,
          ActionReason.READ_BECAUSE_CHECK_NESTED,
          Values.remark(planned, marks));
      if (read.isEmpty()) {
        keep(node, type, address, new Values.Unmarked(StoredObjects.unknownAsNull(planned), marks));
        return Optional.of(Values.remark(planned, marks));
      }
    }
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Value value = Values.remark(read.get(), marks);
    keep(node, type, address, new Values.Unmarked(read.get(), marks));
    if (context.options.mode() != PlanMode.DESTROY) {
      context.checks.afterwards(
          node,
          address,
          conditions,
          scope.withSelf(type.withSchemaMarks(value)),
          context.severity());
    }
    return Optional.of(value);
  }

  /** What was read last: what is to go must not need what is gone already. */
  private Value stored(
      InstanceAddress address,
      ResourceType type,
      Diagnostics diagnostics,
      GuardedProvider provider) {
    return context
        .prior
        .instance(address)
        .flatMap(InstanceState::current)
        .flatMap(object -> ObjectReader.read(address, object, type, provider, diagnostics))
        .orElseGet(() -> Value.unknown(type.objectType()));
  }

  /** What was read becomes part of the state that planning continues with. */
  private void keep(
      Node.Resource node, ResourceType type, InstanceAddress address, Values.Unmarked value) {
    ObjectState stored =
        ObjectState.builder(StoredObjects.attributes(value.value(), type))
            .schemaVersion(type.schema().version())
            .sensitiveAttributes(StoredObjects.sensitive(value, type))
            .build();
    Optional<ObjectState> before = context.prior.instance(address).flatMap(InstanceState::current);
    if (before.isEmpty() || !before.get().equals(stored)) {
      context.refresh(
          address, context.world.provider(node, address), Optional.of(InstanceState.of(stored)));
    }
  }

  /** Whether something that it names, or explicitly depends on, will change. */
  private boolean pending(Node.Resource node) {
    PendingDependencies dependencies = new PendingDependencies(context);
    return dependencies.named(node) || (explicit(node) && dependencies.any(node));
  }

  private boolean explicit(Node.Resource node) {
    if (!node.resource().dependsOn().isEmpty()) {
      return true;
    }
    ModuleNodes module = context.references.root();
    for (String name : node.module().path()) {
      ModuleCall call = module.tree().module().calls().get(name);
      ModuleNodes child = module.children().get(name);
      if (call == null || child == null) {
        return false;
      }
      if (!call.dependsOn().isEmpty()) {
        return true;
      }
      module = child;
    }
    return false;
  }

  private void deferred(
      Node.Resource node,
      ResourceType type,
      InstanceAddress address,
      ActionReason reason,
      Value planned) {
    if (context.options.mode() != PlanMode.NORMAL) {
      return;
    }
    context.add(
        new ResourceChange(
            address,
            address,
            Optional.empty(),
            context.world.provider(node, address),
            ChangeAction.READ,
            reason,
            type.none(),
            type.withSchemaMarks(planned),
            List.of(),
            Bytes.EMPTY,
            Optional.empty(),
            type.schema().version(),
            Optional.empty()));
  }
}
