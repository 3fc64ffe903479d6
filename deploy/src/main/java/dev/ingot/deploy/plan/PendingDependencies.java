package dev.ingot.deploy.plan;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.ResourceAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.reference.Node;
import java.util.HashSet;
import java.util.Set;

/** Finds out whether what a data source depends on will change while applying. */
final class PendingDependencies {
  private final PlanContext context;

  PendingDependencies(PlanContext context) {
    this.context = context;
  }

  boolean any(Node.Resource node) {
    Set<ConfigResource> blocks = new HashSet<>();
    for (ResourceAddress address : context.dependencies.of(node)) {
      blocks.add(address.configuration());
    }
    for (ResourceChange change : context.changes()) {
      if (change.action() != ChangeAction.NO_OP
          && blocks.contains(change.address().resource().configuration())) {
        return true;
      }
    }
    return false;
  }
}
