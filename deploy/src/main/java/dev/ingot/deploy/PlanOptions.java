package dev.ingot.deploy;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.Target;
import java.util.List;

/**
 * How a plan is made.
 *
 * @param refresh whether objects are read again first
 * @param targets what the plan is limited to, with all it depends on; empty for everything
 * @param excludes what is left as it is, with all that depends on it
 * @param replace instances to be replaced
 */
public record PlanOptions(
    PlanMode mode,
    boolean refresh,
    List<Target> targets,
    List<Target> excludes,
    List<Target> replace) {
  /** A plan for everything, with refresh. */
  public static final PlanOptions NORMAL =
      new PlanOptions(PlanMode.NORMAL, true, List.of(), List.of());

  /** A plan to destroy everything. */
  public static final PlanOptions DESTROY =
      new PlanOptions(PlanMode.DESTROY, true, List.of(), List.of());

  public PlanOptions {
    targets = List.copyOf(targets);
    excludes = List.copyOf(excludes);
    replace = List.copyOf(replace);
  }

  /** Options that exclude nothing. */
  public PlanOptions(PlanMode mode, boolean refresh, List<Target> targets, List<Target> replace) {
    this(mode, refresh, targets, List.of(), replace);
  }

  /** The same without a refresh. */
  public PlanOptions withoutRefresh() {
    return new PlanOptions(mode, false, targets, excludes, replace);
  }

  /** Whether the plan is for a part only. */
  public boolean isPartial() {
    return !targets.isEmpty() || !excludes.isEmpty();
  }

  /** Whether an instance is among the targets, and not excluded. */
  public boolean includes(InstanceAddress address) {
    return (targets.isEmpty() || targets.stream().anyMatch(target -> target.matches(address)))
        && excludes.stream().noneMatch(target -> target.matches(address));
  }

  /** The same in another mode. */
  public PlanOptions with(PlanMode other) {
    return new PlanOptions(other, refresh, targets, excludes, replace);
  }

  /** The same with or without reading objects again. */
  public PlanOptions withRefresh(boolean wanted) {
    return new PlanOptions(mode, wanted, targets, excludes, replace);
  }
}
