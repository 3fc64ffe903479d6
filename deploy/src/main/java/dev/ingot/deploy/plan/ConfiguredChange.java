package dev.ingot.deploy.plan;

import dev.ingot.address.ResourceAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.call.Kept;
import dev.ingot.deploy.call.ObjectPlan;
import dev.ingot.deploy.call.ObjectPlanner;
import dev.ingot.deploy.call.ResourceCheck;
import dev.ingot.deploy.evaluation.Conditions;
import dev.ingot.deploy.evaluation.EphemeralUse;
import dev.ingot.deploy.evaluation.IgnoredChanges;
import dev.ingot.lang.Severity;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectState;
import java.util.List;
import java.util.Optional;

/** Plans the change that brings an instance in line with its configuration. */
final class ConfiguredChange {
  private final PlanContext context;

  ConfiguredChange(PlanContext context) {
    this.context = context;
  }

  /** Plans it; the planned value, empty after an error. */
  Optional<Value> plan(PlannedInstance instance) {
    Conditions conditions = new Conditions(context.world, instance.diagnostics());
    if (!context.checks.resource(
        instance.node(), instance.address(), conditions, instance.scope(), Severity.ERROR)) {
      return Optional.empty();
    }
    Optional<ResourceChange> planned = configuration(instance).flatMap(it -> change(instance, it));
    if (planned.isEmpty()) {
      return Optional.empty();
    }
    ResourceChange change = planned.get();
    context.add(change);
    if (change.action().destroys()) {
      PreventDestroy.check(instance.resource(), instance.address(), instance.diagnostics());
    } else if (change.action() == ChangeAction.NO_OP) {
      refreshDependencies(instance);
    }
    context.checks.afterwards(
        instance.node(),
        instance.address(),
        conditions,
        instance.scope().withSelf(instance.type().withSchemaMarks(change.after())),
        Severity.ERROR);
    return Optional.of(change.after());
  }

  /** Its configuration, evaluated and accepted by its provider; empty after an error. */
  private static Optional<Values.Unmarked> configuration(PlannedInstance instance) {
    Value config =
        instance
            .type()
            .block()
            .decode(instance.resource().body(), instance.scope(), instance.diagnostics());
    if (instance.diagnostics().hasErrors()) {
      return Optional.empty();
    }
    Values.Unmarked unmarked = Values.unmarkDeep(config);
    boolean valid =
        EphemeralUse.check(
                unmarked,
                instance.type(),
                instance.resource(),
                instance.address().toString(),
                instance.diagnostics())
            && ResourceCheck.instance(
                instance.address(),
                instance.resource(),
                instance.type(),
                instance.provider(),
                unmarked.value(),
                instance.diagnostics());
    return valid ? Optional.of(unmarked) : Optional.empty();
  }

  /** What an object was made from may have another address by now. */
  private void refreshDependencies(PlannedInstance instance) {
    Optional<InstanceState> now = context.instance(instance.address());
    Optional<ObjectState> stored = now.flatMap(InstanceState::current);
    List<ResourceAddress> dependencies = context.dependencies.stored(instance.node());
    if (stored.isPresent() && !stored.get().dependencies().equals(dependencies)) {
      context.refresh(
          instance.address(),
          instance.configuration(),
          Optional.of(
              now.get().withCurrent(stored.get().toBuilder().dependencies(dependencies).build())));
    }
  }

  private Optional<ResourceChange> change(PlannedInstance instance, Values.Unmarked config) {
    Values.Unmarked prior = Values.unmarkDeep(instance.prior());
    Value before =
        instance.presence() == ActionRule.Presence.OBJECT ? prior.value() : instance.type().none();
    Value configured =
        IgnoredChanges.apply(
            instance.resource().lifecycle(), instance.type().block(), before, config.value());
    Kept kept =
        instance
            .current()
            .map(
                found ->
                    Kept.of(
                        instance.address(),
                        found.stored(),
                        instance.type(),
                        instance.provider(),
                        instance.diagnostics()))
            .orElse(Kept.NOTHING);
    if (instance.presence() != ActionRule.Presence.OBJECT) {
      kept = Kept.of(kept.privateData());
    }
    List<Values.PathMarks> marks = EphemeralUse.storable(config.marks());
    Optional<ObjectPlan> asked = ask(instance, before, configured, kept);
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    ActionRule rule = ActionRule.of(facts(instance, prior, asked.get(), marks));
    // A new object has nothing whose changes could be ignored.
    Optional<ObjectPlan> plan =
        rule.startsAfresh()
            ? ask(instance, instance.type().none(), config.value(), Kept.NOTHING)
            : asked;
    List<ValuePath> paths = rule.startsAfresh() ? asked.get().requiresReplace() : List.of();
    boolean createsFirst = context.createBeforeDestroy.applies(instance.node());
    return plan.map(
        found ->
            instance.change(
                rule.action(createsFirst),
                rule.reason(),
                Values.remark(found.planned(), marks),
                paths,
                found.plannedPrivate()));
  }

  private ActionRule.Facts facts(
      PlannedInstance instance,
      Values.Unmarked prior,
      ObjectPlan plan,
      List<Values.PathMarks> marks) {
    if (instance.presence() != ActionRule.Presence.OBJECT) {
      return ActionRule.Facts.of(instance.presence());
    }
    return new ActionRule.Facts(
        instance.presence(),
        context.options.replace().stream()
            .anyMatch(target -> target.resource().equals(Optional.of(instance.address()))),
        new ReplaceTriggers(context)
            .triggered(
                instance.resource(),
                instance.node(),
                instance.address(),
                instance.scope(),
                instance.diagnostics()),
        !plan.requiresReplace().isEmpty(),
        plan.planned().equals(prior.value()) && instance.type().sameMarks(prior, marks));
  }

  private static Optional<ObjectPlan> ask(
      PlannedInstance instance, Value prior, Value config, Kept kept) {
    return ObjectPlanner.plan(
        instance.address(),
        instance.resource(),
        instance.type(),
        instance.provider(),
        prior,
        config,
        kept,
        instance.diagnostics());
  }
}
