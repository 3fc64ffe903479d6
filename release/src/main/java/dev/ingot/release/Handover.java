package dev.ingot.release;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.lang.Diagnostic;
import dev.ingot.release.stack.StackSettings;
import dev.ingot.rollout.Fleet;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.core.Amount;
import dev.ingot.rollout.core.Method;
import dev.ingot.rollout.core.Strategy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What machines hand to their successors. A volume that is in one machine is never in two at a
 * time: the old machine is destroyed before the new one is created, whatever the strategy. What
 * several machines have at a time is shared on purpose, and is handed to nobody.
 *
 * @param settings the settings, with the strategies that are possible
 * @param notes what was changed in them
 */
record Handover(StackSettings settings, List<Diagnostic> notes) {
  Handover {
    notes = List.copyOf(notes);
  }

  static Handover of(Plan plan, StackSettings settings, Fleet fleet) {
    Map<String, Integer> holders = new HashMap<>();
    for (ResourceChange change : plan.changes()) {
      holds(change, fleet).forEach(name -> holders.merge(name, 1, Integer::sum));
    }
    List<RolloutSettings> rollouts = new ArrayList<>();
    List<Diagnostic> notes = new ArrayList<>();
    for (RolloutSettings rollout : settings.rollouts()) {
      Optional<Handed> handed =
          rollout.strategy().method().destroysFirst()
              ? Optional.empty()
              : plan.changes().stream()
                  .filter(change -> rollout.has(change.address()))
                  .flatMap(change -> handed(change, holders, fleet).stream())
                  .findFirst();
      handed.ifPresent(one -> notes.add(note(rollout, one)));
      rollouts.add(handed.isPresent() ? rollout.with(apart(rollout)) : rollout);
    }
    return new Handover(settings.with(rollouts), notes);
  }

  private record Handed(InstanceAddress machine, String volume) {}

  private static Set<String> holds(ResourceChange change, Fleet fleet) {
    return change.deposed().isPresent() || change.before().isNull()
        ? Set.of()
        : fleet.holds(change.address().resource(), change.before());
  }

  private static Optional<Handed> handed(
      ResourceChange change, Map<String, Integer> holders, Fleet fleet) {
    if (!change.action().isReplace()) {
      return Optional.empty();
    }
    Set<String> both = new HashSet<>(holds(change, fleet));
    both.retainAll(fleet.holds(change.address().resource(), change.after()));
    return both.stream()
        .filter(name -> holders.getOrDefault(name, 0) == 1)
        .sorted()
        .findFirst()
        .map(name -> new Handed(change.address(), name));
  }

  /** The same, with old and new machines never side by side. */
  private static Strategy apart(RolloutSettings rollout) {
    Method method =
        switch (rollout.strategy().method()) {
          case Method.Rolling(Amount most, List<Amount> sizes, boolean _) ->
              new Method.Rolling(most, sizes, false);
          case Method.BlueGreen _, Method.Canary _ ->
              new Method.Rolling(new Amount.Count(1), List.of(), false);
          case Method.Recreate same -> same;
          case Method.Delegated same -> same;
        };
    return rollout.strategy().by(method);
  }

  private static Diagnostic note(RolloutSettings rollout, Handed handed) {
    return Diagnostic.warning(
        "Old machines go before new ones",
        handed.machine()
            + " hands its volume \""
            + handed.volume()
            + "\" to its successor, and a volume is in one machine at a time. So the old machines"
            + " of each wave are destroyed before the new ones are created, as with strategy ="
            + " \"rolling\" and max_surge = 0.",
        rollout.range());
  }
}
