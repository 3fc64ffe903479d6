package dev.ingot.release.fleet;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.rollout.core.Outcome;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Rollout.Phase;
import dev.ingot.rollout.core.Slice;
import dev.ingot.state.Change;
import dev.ingot.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * What the records of failed and interrupted rollouts say about existing machines. A record names,
 * before a wave makes its machines, the deposed key under which the serving machine is kept beside
 * the new one:
 *
 * <pre>
 * in the state of the instance        is
 * key found, current object           served before; new
 * key found, no current object        served before; the new one was never made, or is gone
 * key not found, wave made or proved  current: served before (the new one was never made, or gone back from)
 * key not found, wave being retired   current: new, and has proved itself
 * any other deposed object            left of a wave that was taken back; it may be relied on still,
 *                                     so it goes behind a wave of its own
 * deposed object and no record        not known: nothing is destroyed before the current one has proved itself
 * </pre>
 *
 * <pre>
 * the rollout was      the same release goes on by                another release begins with
 * making, proving or   making what is missing of the wave, and    the machines made, if its plan keeps
 * moving a wave        letting all of it prove itself again       them; else with what served before
 * retiring a wave      destroying what is left of the old ones    the same
 * taking a wave back   taking it back                             the same
 * redeploying          deploying the last verified release        the same; failing, it redeploys
 * ended                ending the release the same way            nothing, or what a pause has left
 * </pre>
 */
public final class EarlierRollouts {
  private final SortedMap<InstanceAddress, DeposedKey> served = new TreeMap<>();
  private final Set<InstanceAddress> covered = new TreeSet<>();
  private boolean changedBaseline;

  /**
   * @param rollouts the states of rollouts since the last release that ended verified or reverted,
   *     the oldest first
   */
  public EarlierRollouts(List<Rollout> rollouts) {
    for (Rollout rollout : rollouts) {
      changedBaseline |= hasReplaced(rollout);
      if (rollout.wave() < rollout.waves().size() && !isSettled(rollout)) {
        for (Slice slice : rollout.currentSlices()) {
          covered.add(slice.address());
          slice.served().ifPresent(key -> served.put(slice.address(), key));
        }
      }
    }
  }

  private static boolean hasReplaced(Rollout rollout) {
    List<Slice> replaced = new ArrayList<>(rollout.replacedSlices());
    if (rollout.phase() == Phase.RETIRING) {
      replaced.addAll(rollout.currentSlices());
    }
    return replaced.stream().anyMatch(Slice::replacesAnOldMachine)
        && !(rollout.outcome().orElse(null) instanceof Outcome.Reverted);
  }

  private static boolean isSettled(Rollout rollout) {
    return rollout.outcome().isPresent() && !(rollout.outcome().get() instanceof Outcome.Paused);
  }

  /** Whether machines were replaced whose release was not verified. */
  public boolean changedBaseline() {
    return changedBaseline;
  }

  /** Whether the records say what the objects of an instance are. */
  public boolean covers(InstanceAddress address) {
    return covered.contains(address);
  }

  /** The previously serving objects of instances that have no current object, for planning. */
  public List<Change> restoring(State state) {
    List<Change> changes = new ArrayList<>();
    found(state)
        .forEach(
            (address, key) -> {
              if (state.instance(address).orElseThrow().current().isEmpty()) {
                changes.add(new Change.Restore(address, key));
              }
            });
    return changes;
  }

  /**
   * The changes that make previously serving objects current again, for instances whose current
   * object a plan replaces: that object is unverified, so a rollback must not return to it.
   */
  public List<Change> returning(Plan plan, State state, RandomGenerator random) {
    SortedMap<InstanceAddress, DeposedKey> found = found(state);
    List<Change> changes = new ArrayList<>();
    for (ResourceChange change : plan.changes()) {
      DeposedKey key = found.get(change.address());
      if (key != null && change.deposed().isEmpty() && change.action().isReplace()) {
        Set<DeposedKey> used = state.instance(change.address()).orElseThrow().deposed().keySet();
        changes.add(new Change.Depose(change.address(), DeposedKey.unused(random, used)));
        changes.add(new Change.Restore(change.address(), key));
      }
    }
    return changes;
  }

  /** The previously serving objects, kept beside a current one. */
  public SortedMap<InstanceAddress, DeposedKey> serving(State state) {
    SortedMap<InstanceAddress, DeposedKey> serving = found(state);
    serving.keySet().removeIf(address -> state.instance(address).orElseThrow().current().isEmpty());
    return serving;
  }

  private SortedMap<InstanceAddress, DeposedKey> found(State state) {
    SortedMap<InstanceAddress, DeposedKey> found = new TreeMap<>();
    for (Map.Entry<InstanceAddress, DeposedKey> each : served.entrySet()) {
      boolean kept =
          state
              .instance(each.getKey())
              .filter(instance -> instance.deposed().containsKey(each.getValue()))
              .isPresent();
      if (kept) {
        found.put(each.getKey(), each.getValue());
      }
    }
    return found;
  }
}
