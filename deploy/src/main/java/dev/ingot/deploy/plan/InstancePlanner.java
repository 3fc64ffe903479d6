package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ResourceAddress;
import dev.ingot.deploy.ActionReason;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.call.ObjectPlan;
import dev.ingot.deploy.call.ObjectPlanner;
import dev.ingot.deploy.call.ObjectReader;
import dev.ingot.deploy.call.ResourceCheck;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.evaluation.Conditions;
import dev.ingot.deploy.evaluation.EphemeralUse;
import dev.ingot.deploy.evaluation.IgnoredChanges;
import dev.ingot.deploy.evaluation.ModuleInstance;
import dev.ingot.deploy.evaluation.ModuleScope;
import dev.ingot.deploy.evaluation.RepetitionData;
import dev.ingot.deploy.evaluation.ResourceInstances;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Severity;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectState;
import dev.ingot.state.ObjectStatus;
import java.util.List;
import java.util.Optional;

/** Plans one instance of a managed resource. */
final class InstancePlanner {
  private final PlanContext context;
  private final ObjectRefresh refresh;
  private final Importer importer;

  InstancePlanner(PlanContext context) {
    this.context = context;
    this.refresh = new ObjectRefresh(context);
    this.importer = new Importer(context);
  }

  /** One instance and what it is planned with. */
  private record Subject(
      Node.Resource node,
      ResourceType type,
      GuardedProvider provider,
      InstanceAddress address,
      ModuleScope scope,
      Optional<ObjectReader.Found> current,
      Optional<String> importId,
      Diagnostics diagnostics) {
    ResourceConfiguration resource() {
      return node.resource();
    }

    Value prior() {
      return current.map(ObjectReader.Found::value).orElse(type.none());
    }

    boolean tainted() {
      return current.map(found -> found.stored().status() == ObjectStatus.TAINTED).orElse(false);
    }
  }

  /** Lets references see what is stored of an instance that is not to be planned. */
  boolean leave(
      Node.Resource node, ResourceType type, ResourceInstances instances, InstanceKey key) {
    InstanceAddress address = instances.address().instance(key);
    Diagnostics diagnostics = new Diagnostics();
    stored(node, type, address, diagnostics)
        .current()
        .ifPresent(found -> instances.set(key, type.withSchemaMarks(found.value())));
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
                    address, state, type, context.provider(node.provider()), diagnostics))
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
    GuardedProvider provider = context.provider(node.provider());
    Optional<InstanceState> stored = context.prior.instance(address);
    Optional<ObjectReader.Found> current = Optional.empty();
    if (stored.isPresent()) {
      ObjectRefresh.Outcome outcome =
          context.followers.contains(node)
              ? stored(node, type, address, diagnostics)
              : refresh.instance(
                  address, stored.get(), node.provider(), type, provider, diagnostics);
      current = outcome.current();
      if (!outcome.good()) {
        context.diagnostics.addAll(diagnostics);
        return false;
      }
    }
    Optional<String> importId = Optional.empty();
    if (current.isEmpty() && context.imports.has(address)) {
      importId = context.imports.id(address, diagnostics);
      current =
          importId.flatMap(id -> importer.find(node, address, id, type, provider, diagnostics));
      if (current.isEmpty()) {
        context.diagnostics.addAll(diagnostics);
        return false;
      }
    }
    Subject subject =
        new Subject(
            node,
            type,
            provider,
            address,
            context.world.scope(module, repetition),
            current,
            importId,
            diagnostics);
    Optional<Value> value =
        switch (context.options.mode()) {
          case REFRESH_ONLY -> refreshed(subject);
          case DESTROY -> Optional.of(destroy(subject));
          case NORMAL -> normal(subject);
        };
    value.ifPresent(found -> instances.set(key, type.withSchemaMarks(found)));
    context.diagnostics.addAll(diagnostics);
    return value.isPresent() && !diagnostics.hasErrors();
  }

  /** What is there now; conditions are looked at, but keep nothing from being refreshed. */
  private Optional<Value> refreshed(Subject subject) {
    if (subject.current().isPresent()) {
      Conditions conditions = new Conditions(context.world, subject.diagnostics());
      context.checks.resource(
          subject.node(), subject.address(), conditions, subject.scope(), Severity.WARNING);
      context.checks.afterwards(
          subject.node(),
          subject.address(),
          conditions,
          subject.scope().withSelf(subject.type().withSchemaMarks(subject.prior())),
          Severity.WARNING);
    }
    return Optional.of(subject.prior());
  }

  private Value destroy(Subject subject) {
    if (subject.current().isPresent()
        && (targeted(subject.address()) || context.followers.contains(subject.node()))) {
      context.add(
          change(
              subject,
              ChangeAction.DELETE,
              ActionReason.NONE,
              subject.type().none(),
              List.of(),
              Bytes.EMPTY));
      PreventDestroy.check(subject.resource(), subject.address(), subject.diagnostics());
    }
    return subject.prior();
  }

  private boolean targeted(InstanceAddress address) {
    return context.options.targets().isEmpty()
        || context.options.targets().stream().anyMatch(target -> target.matches(address));
  }

  private Optional<Value> normal(Subject subject) {
    ResourceConfiguration resource = subject.resource();
    Diagnostics diagnostics = subject.diagnostics();
    Conditions conditions = new Conditions(context.world, diagnostics);
    if (!context.checks.resource(
        subject.node(), subject.address(), conditions, subject.scope(), Severity.ERROR)) {
      return Optional.empty();
    }
    Value config = subject.type().block().decode(resource.body(), subject.scope(), diagnostics);
    if (diagnostics.hasErrors()) {
      return Optional.empty();
    }
    Values.Unmarked unmarked = Values.unmarkDeep(config);
    if (!EphemeralUse.check(
            unmarked, subject.type(), resource, subject.address().toString(), diagnostics)
        || !valid(subject, unmarked.value())) {
      return Optional.empty();
    }
    Optional<Planned> planned = plan(subject, unmarked);
    if (planned.isEmpty()) {
      return Optional.empty();
    }
    ResourceChange change = planned.get().change();
    context.add(change);
    if (change.action().destroys()) {
      PreventDestroy.check(subject.resource(), subject.address(), subject.diagnostics());
    } else if (change.action() == ChangeAction.NO_OP) {
      refreshDependencies(subject);
    }
    context.checks.afterwards(
        subject.node(),
        subject.address(),
        conditions,
        subject.scope().withSelf(subject.type().withSchemaMarks(change.after())),
        Severity.ERROR);
    return Optional.of(change.after());
  }

  /** What an object was made from may have another address by now. */
  private void refreshDependencies(Subject subject) {
    Optional<InstanceState> now = context.instance(subject.address());
    Optional<ObjectState> stored = now.flatMap(InstanceState::current);
    List<ResourceAddress> dependencies = context.dependencies.of(subject.node());
    if (stored.isPresent() && !stored.get().dependencies().equals(dependencies)) {
      context.refresh(
          subject.address(),
          subject.node().provider(),
          Optional.of(
              now.get().withCurrent(stored.get().toBuilder().dependencies(dependencies).build())));
    }
  }

  private boolean valid(Subject subject, Value config) {
    return ResourceCheck.instance(
        subject.address(),
        subject.resource(),
        subject.type(),
        subject.provider(),
        config,
        subject.diagnostics());
  }

  private record Planned(ResourceChange change) {}

  private Optional<Planned> plan(Subject subject, Values.Unmarked config) {
    Values.Unmarked prior = Values.unmarkDeep(subject.prior());
    boolean fresh = subject.current().isEmpty() || subject.tainted();
    Value before = fresh ? subject.type().none() : prior.value();
    Value configured =
        IgnoredChanges.apply(
            subject.resource().lifecycle(), subject.type().block(), before, config.value());
    Bytes kept = subject.current().map(found -> found.stored().privateBytes()).orElse(Bytes.EMPTY);
    Optional<ObjectPlan> plan = ask(subject, before, configured, kept);
    if (plan.isEmpty()) {
      return Optional.empty();
    }
    List<Values.PathMarks> marks = EphemeralUse.storable(config.marks());
    Value after = Values.remark(plan.get().planned(), marks);
    if (subject.current().isEmpty()) {
      return Optional.of(
          new Planned(
              change(
                  subject,
                  ChangeAction.CREATE,
                  ActionReason.NONE,
                  after,
                  List.of(),
                  plan.get().plannedPrivate())));
    }
    if (subject.tainted()) {
      return Optional.of(
          new Planned(
              change(
                  subject,
                  replacement(subject),
                  ActionReason.REPLACE_BECAUSE_TAINTED,
                  after,
                  List.of(),
                  plan.get().plannedPrivate())));
    }
    boolean requested =
        context.options.replace().stream()
            .anyMatch(target -> target.resource().equals(Optional.of(subject.address())));
    boolean triggered =
        new ReplaceTriggers(context)
            .triggered(
                subject.resource(),
                subject.node(),
                subject.address(),
                subject.scope(),
                subject.diagnostics());
    List<ValuePath> paths = plan.get().requiresReplace();
    if (!requested && !triggered && paths.isEmpty()) {
      boolean same = plan.get().planned().equals(prior.value()) && sameMarks(prior.marks(), marks);
      return Optional.of(
          new Planned(
              change(
                  subject,
                  same ? ChangeAction.NO_OP : ChangeAction.UPDATE,
                  ActionReason.NONE,
                  after,
                  List.of(),
                  plan.get().plannedPrivate())));
    }
    ActionReason reason =
        requested
            ? ActionReason.REPLACE_BY_REQUEST
            : triggered
                ? ActionReason.REPLACE_BY_TRIGGERS
                : ActionReason.REPLACE_BECAUSE_CANNOT_UPDATE;
    // A new object has nothing whose changes could be ignored.
    return replace(subject, config.value(), marks, reason, paths);
  }

  private Optional<Planned> replace(
      Subject subject,
      Value configured,
      List<Values.PathMarks> marks,
      ActionReason reason,
      List<ValuePath> paths) {
    Optional<ObjectPlan> plan = ask(subject, subject.type().none(), configured, Bytes.EMPTY);
    return plan.map(
        found ->
            new Planned(
                change(
                    subject,
                    replacement(subject),
                    reason,
                    Values.remark(found.planned(), marks),
                    paths,
                    found.plannedPrivate())));
  }

  private static boolean sameMarks(List<Values.PathMarks> left, List<Values.PathMarks> right) {
    return left.size() == right.size() && left.containsAll(right);
  }

  private Optional<ObjectPlan> ask(Subject subject, Value prior, Value config, Bytes kept) {
    return ObjectPlanner.plan(
        subject.address(),
        subject.resource(),
        subject.type(),
        subject.provider(),
        prior,
        config,
        kept,
        subject.diagnostics());
  }

  private ChangeAction replacement(Subject subject) {
    return context.createBeforeDestroy.applies(subject.node())
        ? ChangeAction.CREATE_THEN_DELETE
        : ChangeAction.DELETE_THEN_CREATE;
  }

  private ResourceChange change(
      Subject subject,
      ChangeAction action,
      ActionReason reason,
      Value after,
      List<ValuePath> paths,
      Bytes plannedPrivate) {
    return new ResourceChange(
        subject.address(),
        context.previous(subject.address()),
        Optional.empty(),
        subject.node().provider(),
        action,
        reason,
        subject.type().withSchemaMarks(subject.prior()),
        subject.type().withSchemaMarks(after),
        paths,
        plannedPrivate,
        subject.importId(),
        subject.type().schema().version());
  }
}
