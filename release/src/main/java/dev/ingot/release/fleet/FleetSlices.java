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
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * What a plan has to do for one rollout.
 *
 * @param slices the instances whose machines are replaced or created, or that have deposed objects,
 *     in order
 * @param unaccounted the instances whose deposed objects no record explains
 * @param changes whether any of these instances is changed, and not only an object beside it
 *     destroyed
 */
public record FleetSlices(List<Slice> slices, Set<InstanceAddress> unaccounted, boolean changes) {
  public FleetSlices {
    slices = List.copyOf(slices);
    unaccounted = Set.copyOf(unaccounted);
  }

  /**
   * The slices of a rollout.
   *
   * @param serving keys of the previously serving objects of instances that also have a machine of
   *     an interrupted wave
   * @param earlier what the records of earlier rollouts say
   * @param random generates the keys of serving objects
   */
  public static FleetSlices of(
      Plan plan,
      RolloutSettings settings,
      Map<InstanceAddress, DeposedKey> serving,
      EarlierRollouts earlier,
      RandomGenerator random) {
    SortedMap<InstanceAddress, Slice> slices = new TreeMap<>();
    Set<InstanceAddress> crowded = new TreeSet<>();
    Set<InstanceAddress> unaccounted = new TreeSet<>();
    Set<InstanceAddress> ending = new HashSet<>();
    boolean changes = false;
    // A group that replaces its own members is changed in place.
    boolean inPlace = settings.strategy().method().isDelegated();
    if (plan.options().mode() == PlanMode.NORMAL) {
      for (ResourceChange change : plan.changes()) {
        InstanceAddress address = change.address();
        if (!settings.has(address)) {
          continue;
        }
        if (change.deposed().isPresent()) {
          crowded.add(address);
          if (!earlier.covers(address)) {
            unaccounted.add(address);
          }
        } else if (change.action() == ChangeAction.DELETE) {
          ending.add(address);
        } else if (change.action().isReplace()) {
          slices.put(address, new Slice(address, Optional.of(unusedKey(plan, address, random))));
        } else if (change.action().creates()
            || (inPlace && change.action() == ChangeAction.UPDATE)) {
          slices.put(address, Slice.fresh(address));
        }
      }
      serving.forEach(
          (address, key) -> {
            if (settings.has(address)) {
              slices.putIfAbsent(address, new Slice(address, Optional.of(key)));
            }
          });
      changes = !slices.isEmpty();
      // Something may still use an object beside the current one, so it is destroyed after a wave.
      // Nothing is ever kept under this key, so a rollback leaves the current object alone.
      for (InstanceAddress address : crowded) {
        slices.putIfAbsent(
            address, new Slice(address, Optional.of(unusedKey(plan, address, random))));
      }
      slices.keySet().removeAll(ending);
      unaccounted.removeAll(ending);
    }
    return new FleetSlices(new ArrayList<>(slices.values()), unaccounted, changes);
  }

  private static DeposedKey unusedKey(Plan plan, InstanceAddress address, RandomGenerator random) {
    return DeposedKey.unused(
        random,
        plan.prior()
            .instance(address)
            .map(instance -> instance.deposed().keySet())
            .orElse(Set.of()));
  }
}
