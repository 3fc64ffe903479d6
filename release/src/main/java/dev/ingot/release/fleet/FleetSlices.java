package dev.ingot.release.fleet;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.core.Slice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The slices of a plan. */
public final class FleetSlices {
  private FleetSlices() {}

  /**
   * The slices of each rollout that has something to do.
   *
   * @param serving instances that have the machine of an interrupted wave beside the one that
   *     served before
   */
  public static Map<RolloutSettings, List<Slice>> of(
      Plan plan, List<RolloutSettings> rollouts, Set<InstanceAddress> serving) {
    Map<RolloutSettings, List<Slice>> groups = new LinkedHashMap<>();
    if (plan.options().mode() != PlanMode.NORMAL) {
      return groups;
    }
    for (RolloutSettings settings : rollouts) {
      SortedMap<InstanceAddress, Boolean> slices = new TreeMap<>();
      Set<InstanceAddress> ending = new HashSet<>();
      for (ResourceChange change : plan.changes()) {
        if (change.address().resource().equals(settings.target())) {
          boolean current = change.deposed().isEmpty();
          if (current && change.action() == ChangeAction.DELETE) {
            ending.add(change.address());
          }
          // A deposed object goes when its instance has a machine that has proved itself.
          if (!current || change.action().creates()) {
            boolean old = change.action().isReplace() || serving.contains(change.address());
            slices.merge(change.address(), old, Boolean::logicalOr);
          }
        }
      }
      slices.keySet().removeAll(ending);
      if (!slices.isEmpty()) {
        List<Slice> all = new ArrayList<>();
        slices.forEach((address, old) -> all.add(new Slice(address, old)));
        groups.put(settings, all);
      }
    }
    return groups;
  }
}
