package dev.ingot.deploy.apply;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.configuration.OutputValue;
import dev.ingot.deploy.stored.CheckResultsJson;
import dev.ingot.deploy.stored.OutputStates;
import dev.ingot.deploy.stored.StoredObjects;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.Change;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectState;
import dev.ingot.state.OutputState;
import dev.ingot.state.RawJson;
import dev.ingot.state.ResourceState;
import dev.ingot.state.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a plan and its outcome change in the state besides the objects themselves. */
final class Commitment {
  private Commitment() {}

  /** What reading objects again found, and moves, as changes of the stored state. */
  static List<Change> refreshed(State stored, State prior) {
    List<Change> changes = new ArrayList<>();
    Set<ResourceAddress> all = new HashSet<>(stored.resources().keySet());
    all.addAll(prior.resources().keySet());
    for (ResourceAddress address : all.stream().sorted().toList()) {
      Optional<ResourceState> before = stored.resource(address);
      Optional<ResourceState> after = prior.resource(address);
      if (before.equals(after)) {
        continue;
      }
      Map<InstanceKey, InstanceState> old =
          before.<Map<InstanceKey, InstanceState>>map(ResourceState::instances).orElse(Map.of());
      Map<InstanceKey, InstanceState> now =
          after.<Map<InstanceKey, InstanceState>>map(ResourceState::instances).orElse(Map.of());
      old.forEach(
          (key, state) ->
              removed(
                  address.instance(key),
                  state,
                  now.getOrDefault(key, InstanceState.EMPTY),
                  changes));
      after.ifPresent(
          resource ->
              now.forEach(
                  (key, state) ->
                      put(
                          address.instance(key),
                          resource.provider(key),
                          before
                              .map(each -> each.provider(key))
                              .filter(resource.provider(key)::equals)
                              .isEmpty(),
                          old.getOrDefault(key, InstanceState.EMPTY),
                          state,
                          changes)));
    }
    return changes;
  }

  private static void removed(
      InstanceAddress address, InstanceState old, InstanceState now, List<Change> changes) {
    if (old.current().isPresent() && now.current().isEmpty()) {
      changes.add(Change.remove(address));
    }
    old.deposed()
        .keySet()
        .forEach(
            key -> {
              if (!now.deposed().containsKey(key)) {
                changes.add(new Change.Remove(address, Optional.of(key)));
              }
            });
  }

  private static void put(
      InstanceAddress address,
      ProviderConfigAddress provider,
      boolean other,
      InstanceState old,
      InstanceState now,
      List<Change> changes) {
    if (now.current().isPresent() && (other || !now.current().equals(old.current()))) {
      changes.add(Change.put(address, provider, now.current().get()));
    }
    now.deposed()
        .forEach(
            (key, object) -> {
              ObjectState before = old.deposed().get(key);
              if (other || before == null || !object.equals(before)) {
                changes.add(new Change.Put(address, Optional.of(key), provider, object));
              }
            });
  }

  /** What was read from elsewhere goes with all the rest. */
  static List<Change> forgottenData(ApplyContext context, boolean complete) {
    if (context.plan.options().mode() != PlanMode.DESTROY
        || !complete
        || context.plan.options().isPartial()) {
      return List.of();
    }
    return context
        .session
        .state()
        .snapshot()
        .instances()
        .filter(address -> address.resource().mode() == ResourceMode.DATA)
        .map(Change::remove)
        .toList();
  }

  /**
   * The outputs as they are now: those that could not be evaluated keep their stored values.
   *
   * @param complete whether everything was applied
   */
  static Optional<Change> outputs(ApplyContext context, boolean complete) {
    SortedMap<String, OutputState> stored = context.session.state().outputs();
    SortedMap<String, OutputState> outputs = new TreeMap<>(Value.KEY_ORDER);
    if (context.plan.options().mode() == PlanMode.DESTROY) {
      if (!complete || context.plan.options().isPartial()) {
        outputs.putAll(stored);
      }
    } else if (context.plan.options().mode() == PlanMode.REFRESH_ONLY) {
      outputs.putAll(OutputStates.planned(context.plan.outputs()));
    } else {
      outputs.putAll(present(context));
    }
    return outputs.equals(stored) ? Optional.empty() : Optional.of(new Change.SetOutputs(outputs));
  }

  /** The outputs as they are now; those that could not be evaluated have their stored values. */
  static SortedMap<String, OutputState> present(ApplyContext context) {
    SortedMap<String, OutputState> stored = context.session.state().outputs();
    SortedMap<String, OutputState> outputs = new TreeMap<>(Value.KEY_ORDER);
    Map<String, OutputValue> declared = context.references.root().tree().module().outputs();
    // Of what isn't a target there may be nothing that could be known.
    boolean partial = context.plan.options().isPartial();
    declared.forEach(
        (name, output) -> {
          Optional<Value> value =
              context
                  .world
                  .root()
                  .output(name)
                  .map(found -> partial ? StoredObjects.unknownAsNull(found) : found);
          if (value.isEmpty() || !Values.isWhollyKnown(value.get())) {
            OutputState before = stored.get(name);
            if (before != null) {
              outputs.put(name, before);
            }
          } else {
            OutputStates.of(value.get(), output.sensitive())
                .ifPresent(state -> outputs.put(name, state));
          }
        });
    return outputs;
  }

  /** Results of conditions, if they differ from the stored ones. */
  static Optional<Change> checks(ApplyContext context) {
    RawJson results = CheckResultsJson.of(context.checks.results());
    return results.equals(context.session.state().checkResults())
        ? Optional.empty()
        : Optional.of(new Change.SetCheckResults(results));
  }
}
