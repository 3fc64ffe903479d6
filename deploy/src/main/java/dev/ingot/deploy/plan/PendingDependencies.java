package dev.ingot.deploy.plan;

import dev.ingot.address.ResourceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.reference.Node;

/**
 * Finds out whether what a data source depends on will change while applying. Rules: the recorded
 * behaviour of Terraform 1.11.
 */
final class PendingDependencies {
  private final PlanContext context;

  PendingDependencies(PlanContext context) {
    this.context = context;
  }

  /** Whether a managed resource changes that its block names itself, in whatever expression. */
  boolean named(Node.Resource node) {
    for (Node dependency : context.references.graph().dependencies(node)) {
      if (dependency instanceof Node.Resource resource
          && resource.resource().mode() == ResourceMode.MANAGED
          && context.isChanging(resource.address())) {
        return true;
      }
    }
    return false;
  }

  /** Whether anything changes that it depends on, be it through other objects. */
  boolean any(Node.Resource node) {
    for (ResourceAddress address : context.dependencies.of(node)) {
      if (context.isChanging(address.configuration())) {
        return true;
      }
    }
    return false;
  }
}
