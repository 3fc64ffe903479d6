package dev.ingot.deploy;

import dev.ingot.address.Target;
import java.util.List;

/**
 * How a plan is made.
 *
 * @param refresh whether objects are read again first
 * @param targets what the plan is limited to, with all it depends on; empty for everything
 * @param replace instances to be replaced
 */
public record PlanOptions(
    PlanMode mode, boolean refresh, List<Target> targets, List<Target> replace) {
  /** A plan for everything, with refresh. */
  public static final PlanOptions NORMAL =
      new PlanOptions(PlanMode.NORMAL, true, List.of(), List.of());

  /** A plan to destroy everything. */
  public static final PlanOptions DESTROY =
      new PlanOptions(PlanMode.DESTROY, true, List.of(), List.of());

  public PlanOptions {
    targets = List.copyOf(targets);
    replace = List.copyOf(replace);
  }

  /** The same in another mode. */
  public PlanOptions with(PlanMode other) {
    return new PlanOptions(other, refresh, targets, replace);
  }

  /** The same with or without reading objects again. */
  public PlanOptions withRefresh(boolean wanted) {
    return new PlanOptions(mode, wanted, targets, replace);
  }
}
