package dev.ingot.release.fleet;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.rollout.core.Gate.Point;
import dev.ingot.rollout.core.Outcome;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Rollout.Phase;
import dev.ingot.rollout.core.Slice;
import dev.ingot.state.Change;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectStatus;
import dev.ingot.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * What the records of failed and interrupted rollouts say about existing machines. A record names,
 * before a wave creates its machines, the deposed key under which the serving machine is kept
 * beside the new one. With it, the objects of an instance in the state mean:
 *
 * <pre>
 * key      wave was            deposed object under the key   current object
 * found    any                 the old machine                the new machine
 * found    any                 the old machine                none: never created, or gone
 * missing  created or proved   -                              the old machine: the new one was never
 *                                                             created, or was rolled back
 * missing  being retired       -                              the new machine, proved healthy
 * </pre>
 *
 * <p>Any other deposed object is left over from a wave that was rolled back. Something may still
 * use it, so it is destroyed after a wave of its own, unless it was never completed: then nothing
 * uses it, and it goes before its successor is created. A deposed object without a record may be
 * anything: nothing is destroyed before the current object has proved healthy.
 *
 * <pre>
 * interrupted while          the same release resumes by       another release starts from
 * a wave was created,        creating what is missing of it,   the new machines if its plan keeps
 *   proved or moved          and proving all of it again       them, else from the old ones
 * a wave was retired         destroying the rest of the old    the new machines
 * a wave was rolled back     rolling it back                   the old machines
 * redeploying                redeploying the last verified     the machines there are; if it fails,
 *                            release                           it redeploys
 * nothing: it had ended      ending the same way               the machines there are
 * </pre>
 */
public final class EarlierRollouts {
  private final SortedMap<InstanceAddress, DeposedKey> served = new TreeMap<>();
  private final Set<InstanceAddress> covered = new TreeSet<>();
  private final Set<InstanceAddress> fresh = new TreeSet<>();
  private boolean changedBaseline;

  /**
   * @param rollouts the states of rollouts since the last release that ended verified or reverted,
   *     the oldest first
   */
  public EarlierRollouts(List<Rollout> rollouts) {
    this(rollouts, List.of(), false);
  }

  /**
   * @param rollouts as above
   * @param kept the states of rollouts that have succeeded and kept their old machines
   * @param returning whether one returns to these machines
   */
  public EarlierRollouts(List<Rollout> rollouts, List<Rollout> kept, boolean returning) {
    for (Rollout rollout : kept) {
      for (Slice slice : rollout.slices()) {
        covered.add(slice.address());
        slice.served().filter(_ -> returning).ifPresent(key -> served.put(slice.address(), key));
      }
    }
    for (Rollout rollout : rollouts) {
      changedBaseline |= hasReplaced(rollout);
      if (rollout.outcome().orElse(null) instanceof Outcome.Promoted(Optional<Instant> until)
          && until.isPresent()) {
        rollout.slices().forEach(slice -> covered.add(slice.address()));
      }
      if (!isSettled(rollout)) {
        for (Slice slice : rollout.keptSlices()) {
          covered.add(slice.address());
          slice
              .served()
              .ifPresentOrElse(
                  key -> served.put(slice.address(), key), () -> fresh.add(slice.address()));
        }
      }
    }
  }

  private static boolean hasReplaced(Rollout rollout) {
    if (rollout.outcome().orElse(null) instanceof Outcome.Reverted) {
      return false;
    }
    List<Slice> replaced = new ArrayList<>(rollout.retiredSlices());
    // A paused rollout may have been retiring its wave.
    boolean paused = rollout.outcome().orElse(null) instanceof Outcome.Paused;
    boolean begun =
        switch (rollout.phase()) {
          case READY -> false;
          case WAITING ->
              rollout.position().gate().filter(gate -> gate.point() != Point.START).isPresent();
          case VACATING,
              CREATING,
              PROVING,
              MOVING,
              OBSERVING,
              ANALYSING,
              BAKING,
              RETIRING,
              TAKING_BACK,
              REDEPLOYING,
              ENDED ->
              true;
        };
    boolean inPlace =
        rollout.strategy().method().destroysFirst() || rollout.strategy().method().isDelegated();
    if (rollout.phase() == Phase.RETIRING || paused || (inPlace && begun)) {
      replaced.addAll(rollout.keptSlices());
    }
    return rollout.strategy().method().isDelegated()
        ? !replaced.isEmpty()
        : replaced.stream().anyMatch(Slice::replacesAnOldMachine);
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
   * object a plan replaces: that object is unverified, so a rollback must not return to it. If
   * nothing served before, an object that was never completed is deposed, too.
   */
  public List<Change> returning(Plan plan, State state, RandomGenerator random) {
    SortedMap<InstanceAddress, DeposedKey> found = found(state);
    List<Change> changes = new ArrayList<>();
    for (ResourceChange change : plan.changes()) {
      DeposedKey key = found.get(change.address());
      if (key != null && change.deposed().isEmpty() && change.action().isReplace()) {
        changes.add(new Change.Depose(change.address(), unusedKey(change, state, random)));
        changes.add(new Change.Restore(change.address(), key));
      } else if (wasNeverCompleted(change, state)) {
        changes.add(new Change.Depose(change.address(), unusedKey(change, state, random)));
      }
    }
    return changes;
  }

  private static DeposedKey unusedKey(ResourceChange change, State state, RandomGenerator random) {
    return DeposedKey.unused(
        random, state.instance(change.address()).orElseThrow().deposed().keySet());
  }

  private boolean wasNeverCompleted(ResourceChange change, State state) {
    return change.deposed().isEmpty()
        && change.action().isReplace()
        && fresh.contains(change.address())
        && state
            .instance(change.address())
            .flatMap(InstanceState::current)
            .filter(object -> object.status() == ObjectStatus.TAINTED)
            .isPresent();
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
