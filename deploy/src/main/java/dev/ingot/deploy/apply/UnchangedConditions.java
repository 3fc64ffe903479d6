package dev.ingot.deploy.apply;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.configuration.Lifecycle;
import dev.ingot.deploy.evaluation.Conditions;
import dev.ingot.deploy.evaluation.ModuleInstance;
import dev.ingot.deploy.evaluation.ModuleScope;
import dev.ingot.deploy.evaluation.ResourceInstances;
import dev.ingot.deploy.reference.Node;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Severity;

/**
 * The conditions of instances that a plan leaves as they are. They may depend on what changes, so
 * that they are looked at again when that is done. Rules: the recorded behaviour of Terraform 1.11.
 */
final class UnchangedConditions {
  private final ApplyContext context;

  UnchangedConditions(ApplyContext context) {
    this.context = context;
  }

  /** Checks the conditions of a resource's unchanged instances; what fails is reported. */
  void check(
      Node.Resource node,
      ModuleInstance module,
      ResourceInstances instances,
      Diagnostics diagnostics) {
    Lifecycle lifecycle = node.resource().lifecycle();
    if (context.plan.options().mode() != PlanMode.NORMAL
        || (lifecycle.preconditions().isEmpty() && lifecycle.postconditions().isEmpty())) {
      return;
    }
    Conditions conditions = new Conditions(context.world, diagnostics);
    instances
        .expansion()
        .instances()
        .forEach(
            (key, repetition) -> {
              InstanceAddress address = instances.address().instance(key);
              if (!isUnchanged(address)) {
                return;
              }
              ModuleScope scope = context.world.scope(module, repetition);
              if (context.checks.resource(node, address, conditions, scope, Severity.ERROR)) {
                context.checks.afterwards(
                    node,
                    address,
                    conditions,
                    scope.withSelf(instances.value(key)),
                    Severity.ERROR);
              }
            });
  }

  private boolean isUnchanged(InstanceAddress address) {
    return context
        .change(address)
        .map(change -> change.action() == ChangeAction.NO_OP)
        .orElse(false);
  }
}
