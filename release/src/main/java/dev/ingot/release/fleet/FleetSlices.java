package dev.ingot.release.fleet;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.core.Slice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * What a plan has to do for one rollout.
 *
 * @param slices the instances whose machines are replaced or made, in order
 * @param crowded instances that have objects beside their current one, which no slice and no record
 *     accounts for
 */
public record FleetSlices(List<Slice> slices, Set<InstanceAddress> crowded) {
  public FleetSlices {
    slices = List.copyOf(slices);
    crowded = Set.copyOf(crowded);
  }

  /**
   * The slices of a rollout.
   *
   * @param serving the keys of what served before, of instances that have the machine of an
   *     interrupted wave beside it
   * @param earlier what the records of earlier rollouts say
   * @param random gives the keys of what serves now
   */
  public static FleetSlices of(
      Plan plan,
      RolloutSettings settings,
      Map<InstanceAddress, DeposedKey> serving,
      EarlierRollouts earlier,
      RandomGenerator random) {
    SortedMap<InstanceAddress, Slice> slices = new TreeMap<>();
    Set<InstanceAddress> crowded = new TreeSet<>();
    Set<InstanceAddress> ending = new HashSet<>();
    if (plan.options().mode() == PlanMode.NORMAL) {
      for (ResourceChange change : plan.changes()) {
        InstanceAddress address = change.address();
        if (!address.resource().equals(settings.target())) {
          continue;
        }
        if (change.deposed().isPresent()) {
          if (!earlier.covers(address)) {
            crowded.add(address);
          }
        } else if (change.action() == ChangeAction.DELETE) {
          ending.add(address);
        } else if (change.action().isReplace()) {
          slices.put(address, new Slice(address, java.util.Optional.of(DeposedKey.random(random))));
        } else if (change.action().creates()) {
          slices.put(address, Slice.fresh(address));
        }
      }
      serving.forEach(
          (address, key) -> {
            if (address.resource().equals(settings.target())) {
              slices.putIfAbsent(address, new Slice(address, java.util.Optional.of(key)));
            }
          });
      slices.keySet().removeAll(ending);
      crowded.removeAll(ending);
    }
    return new FleetSlices(new ArrayList<>(slices.values()), crowded);
  }
}
