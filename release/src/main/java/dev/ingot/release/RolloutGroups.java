package dev.ingot.release;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.release.fleet.FleetSlices;
import dev.ingot.release.stack.StackSettings;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.core.Outcome;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Slice;
import dev.ingot.rollout.core.Strategy;
import dev.ingot.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * The rollouts of a plan, in the order of the settings.
 *
 * @param resumed the machines created by an interrupted wave
 * @param kept the old machines that a rollout of this release, which has ended, keeps for a while
 */
record RolloutGroups(
    List<Group> groups, List<InstanceAddress> resumed, Map<InstanceAddress, DeposedKey> kept) {
  RolloutGroups {
    groups = List.copyOf(groups);
    resumed = List.copyOf(resumed);
    kept = Map.copyOf(kept);
  }

  /**
   * One rollout.
   *
   * @param start its state, if a process that died had begun it
   * @param slices what it replaces, if it begins now
   * @param unaccounted instances with deposed objects that no record explains
   * @param changes whether it changes any instance, and not only destroys objects beside them
   */
  record Group(
      RolloutSettings settings,
      Optional<Rollout> start,
      List<Slice> slices,
      Set<InstanceAddress> unaccounted,
      boolean changes) {
    Group {
      slices = List.copyOf(slices);
      unaccounted = Set.copyOf(unaccounted);
    }

    /** No rollback if old and new machines can't be told apart. */
    Strategy strategy() {
      Strategy strategy = changes ? settings.strategy() : settings.strategy().unattended();
      return unaccounted.isEmpty() ? strategy : strategy.withoutRevert();
    }

    List<Slice> all() {
      return start
          .map(state -> state.waves().stream().flatMap(List::stream).toList())
          .orElse(slices);
    }

    Set<InstanceAddress> addresses() {
      Set<InstanceAddress> addresses = new TreeSet<>();
      all().forEach(slice -> addresses.add(slice.address()));
      return addresses;
    }

    /** What the plan replaces outside the waves of a resumed rollout. */
    List<Slice> rest() {
      Set<InstanceAddress> all = addresses();
      return start.isEmpty()
          ? List.of()
          : slices.stream().filter(slice -> !all.contains(slice.address())).toList();
    }

    boolean replaces() {
      return all().stream().anyMatch(Slice::replacesAnOldMachine);
    }
  }

  /**
   * The rollouts of a plan.
   *
   * @param state the state to be changed
   */
  static RolloutGroups of(
      Plan plan,
      StackSettings settings,
      State state,
      RolloutHistory history,
      RandomGenerator random) {
    Map<InstanceAddress, DeposedKey> serving = history.earlier().serving(state);
    List<Group> groups = new ArrayList<>();
    List<InstanceAddress> resumed = new ArrayList<>();
    Map<InstanceAddress, DeposedKey> kept = new TreeMap<>();
    for (RolloutSettings one : settings.rollouts()) {
      FleetSlices slices = FleetSlices.of(plan, one, serving, history.earlier(), random);
      if (!slices.changes()) {
        Map<InstanceAddress, DeposedKey> ofOne = kept(history.begun(one));
        kept.putAll(ofOne);
        if (!ofOne.isEmpty()) {
          continue;
        }
      }
      Optional<Rollout> start =
          history
              .begun(one)
              .filter(begun -> !(begun.outcome().orElse(null) instanceof Outcome.Promoted));
      if (start.isPresent() || !slices.slices().isEmpty()) {
        Group group =
            new Group(one, start, slices.slices(), slices.unaccounted(), slices.changes());
        groups.add(group);
        group.addresses().stream().filter(serving::containsKey).forEach(resumed::add);
      }
    }
    return new RolloutGroups(groups, resumed, kept);
  }

  private static Map<InstanceAddress, DeposedKey> kept(Optional<Rollout> begun) {
    Map<InstanceAddress, DeposedKey> kept = new TreeMap<>();
    if (begun.flatMap(Rollout::outcome).orElse(null)
            instanceof Outcome.Promoted(Optional<Instant> until)
        && until.isPresent()) {
      for (Slice slice : begun.get().slices()) {
        slice.served().ifPresent(key -> kept.put(slice.address(), key));
      }
    }
    return kept;
  }

  boolean isEmpty() {
    return groups.isEmpty() && kept.isEmpty();
  }

  /**
   * Whether a plan changes anything but the machines and what follows from them. Rolling a wave
   * back points what depends on its machines to the old ones, but leaves its other changes, such as
   * another port.
   */
  boolean changeMoreThanMachines(Plan plan) {
    Set<InstanceAddress> machines = new TreeSet<>();
    groups.forEach(group -> machines.addAll(group.addresses()));
    return plan.changes().stream()
        .filter(change -> !machines.contains(change.address()))
        .anyMatch(
            change ->
                change.action().creates()
                    || change.action().destroys()
                    || (change.action() == ChangeAction.UPDATE && changesByItself(change)));
  }

  /** Whether an attribute changes to a value that is known before any machine is there. */
  private static boolean changesByItself(ResourceChange change) {
    Value before = Values.unmarkDeep(change.before()).value();
    return Values.entries(Values.unmarkDeep(change.after()).value())
        .orElseGet(TreeMap::new)
        .entrySet()
        .stream()
        .filter(attribute -> Values.isWhollyKnown(attribute.getValue()))
        .anyMatch(
            attribute ->
                !Optional.of(attribute.getValue())
                    .equals(Values.attribute(before, attribute.getKey())));
  }

  /** The instances with deposed objects that no record explains. */
  Set<InstanceAddress> unaccounted() {
    Set<InstanceAddress> all = new TreeSet<>();
    groups.forEach(group -> all.addAll(group.unaccounted()));
    return all;
  }

  /** The instances waiting for their wave, with the keys of their previously serving objects. */
  Map<InstanceAddress, Optional<DeposedKey>> held() {
    Map<InstanceAddress, Optional<DeposedKey>> held = new TreeMap<>();
    for (Group group : groups) {
      group.slices().forEach(slice -> held.put(slice.address(), slice.served()));
      group.all().forEach(slice -> held.put(slice.address(), slice.served()));
    }
    kept.forEach((address, key) -> held.put(address, Optional.of(key)));
    return held;
  }
}
