package dev.ingot.release.fleet;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.release.record.StoredText;
import dev.ingot.state.Action;
import dev.ingot.state.Change;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectState;
import dev.ingot.state.StateSession;
import dev.ingot.state.StoredAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What a rollout left whose process died in the middle of a wave: instances that have more than one
 * machine. A wave destroys what it replaces only when the new machine has proved itself, so the
 * oldest of them is the one that served before, unless it was being destroyed already. A wave that
 * was being taken back has made the oldest the current one again; any other wave has not.
 */
public final class UnfinishedWaves {
  /** When a machine was made; the same for all of its life. */
  private static final String MADE = "started_at";

  private final StateSession session;
  private final Set<ResourceAddress> targets;
  private final Map<InstanceAddress, Set<DeposedKey>> going = new HashMap<>();

  /**
   * Looks at a state before what its last process left open is settled.
   *
   * @param targets the resources that rollouts replace
   */
  public UnfinishedWaves(StateSession session, Set<ResourceAddress> targets) {
    this.session = session;
    this.targets = Set.copyOf(targets);
    session.unresolved().stream()
        .map(open -> open.intent())
        .filter(intent -> intent.action() == Action.DELETE)
        .forEach(
            intent ->
                intent
                    .deposed()
                    .ifPresent(
                        key ->
                            going
                                .computeIfAbsent(intent.address(), _ -> new HashSet<>())
                                .add(key)));
  }

  /** The machines that served before, of instances that have no current one; to be planned with. */
  public List<Change> restoring() {
    List<Change> changes = new ArrayList<>();
    crowded()
        .forEach(
            (address, state) -> {
              if (state.current().isEmpty()) {
                oldest(address, state)
                    .ifPresent(key -> changes.add(new Change.Restore(address, key)));
              }
            });
    return changes;
  }

  /**
   * The machines that served before, of instances whose current machine the plan keeps: the wave
   * goes on with it, and goes back to these.
   */
  public SortedMap<InstanceAddress, DeposedKey> serving(Plan plan) {
    SortedMap<InstanceAddress, DeposedKey> serving = new TreeMap<>();
    unproved(plan, false, serving);
    return serving;
  }

  /**
   * What makes the machines that served before the current ones again, of instances whose current
   * machine the plan replaces: nothing is known of that one, so there is no going back to it.
   */
  public List<Change> returning(Plan plan, RandomGenerator random) {
    SortedMap<InstanceAddress, DeposedKey> back = new TreeMap<>();
    unproved(plan, true, back);
    List<Change> changes = new ArrayList<>();
    back.forEach(
        (address, key) -> {
          changes.add(new Change.Depose(address, DeposedKey.random(random)));
          changes.add(new Change.Restore(address, key));
        });
    return changes;
  }

  private void unproved(Plan plan, boolean replaced, SortedMap<InstanceAddress, DeposedKey> found) {
    SortedMap<InstanceAddress, InstanceState> crowded = crowded();
    for (ResourceChange change : plan.changes()) {
      InstanceState state = crowded.get(change.address());
      boolean fits =
          replaced
              ? change.action().isReplace()
              : change.action() == ChangeAction.NO_OP || change.action() == ChangeAction.UPDATE;
      if (state != null && change.deposed().isEmpty() && fits) {
        oldest(change.address(), state).ifPresent(key -> found.put(change.address(), key));
      }
    }
  }

  private SortedMap<InstanceAddress, InstanceState> crowded() {
    SortedMap<InstanceAddress, InstanceState> found = new TreeMap<>();
    session
        .state()
        .snapshot()
        .instances()
        .filter(address -> targets.contains(address.resource()))
        .forEach(
            address ->
                session
                    .state()
                    .instance(address)
                    .filter(state -> !state.deposed().isEmpty())
                    .ifPresent(state -> found.put(address, state)));
    return found;
  }

  /** The oldest object, if it is a deposed one and nobody has begun to destroy it. */
  private Optional<DeposedKey> oldest(InstanceAddress address, InstanceState state) {
    Optional<DeposedKey> oldest = Optional.empty();
    String made = state.current().map(UnfinishedWaves::made).orElse("~");
    for (Map.Entry<DeposedKey, ObjectState> each : state.deposed().entrySet()) {
      String other = made(each.getValue());
      if (!other.isEmpty()
          && other.compareTo(made) < 0
          && !going.getOrDefault(address, Set.of()).contains(each.getKey())) {
        oldest = Optional.of(each.getKey());
        made = other;
      }
    }
    return oldest;
  }

  private static String made(ObjectState object) {
    return object.attributes() instanceof StoredAttributes.Json(var raw)
        ? StoredText.attribute(raw.text(), MADE).orElse("")
        : "";
  }
}
