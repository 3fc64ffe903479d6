package dev.ingot.cli.view;

import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;

/** How many objects a plan imports, adds, changes and destroys. */
public record PlanSummary(int imports, int adds, int changes, int removals) {
  /** Counts the changes of a plan. */
  public static PlanSummary of(Plan plan) {
    int imports = 0;
    int adds = 0;
    int changes = 0;
    int removals = 0;
    for (ResourceChange change : plan.changes()) {
      if (change.importKey().isPresent()) {
        imports++;
      }
      if (change.address().resource().mode() != ResourceMode.MANAGED) {
        continue;
      }
      switch (change.action()) {
        case CREATE -> adds++;
        case UPDATE -> changes++;
        case DELETE -> removals++;
        case DELETE_THEN_CREATE, CREATE_THEN_DELETE -> {
          adds++;
          removals++;
        }
        case NO_OP, READ, FORGET -> {}
      }
    }
    return new PlanSummary(imports, adds, changes, removals);
  }

  /** {@code 1 to add, 0 to change, 0 to destroy}. */
  public String text() {
    return (imports > 0 ? imports + " to import, " : "")
        + adds
        + " to add, "
        + changes
        + " to change, "
        + removals
        + " to destroy";
  }
}
