package dev.ingot.deploy;

import dev.ingot.lang.value.Value;
import dev.ingot.provider.ProviderAddress;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.state.State;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What applying would do, as a value.
 *
 * @param changes to objects, in order of addresses; also those where nothing is done
 * @param drift what was found to have changed outside, in order of addresses
 * @param outputs of the root module, by name
 * @param variables of the root module as they were given, by name; unmarked, in their types
 * @param stored the state that was planned on, as it is stored: its serial and lineage tell whether
 *     the plan is stale
 * @param prior the same with what reading the objects again found, and with moves
 * @param configuration what was planned, with the text of all files
 * @param schemas of the providers used, to read the values by
 * @param checks the results of checks and conditions
 * @param errored whether errors kept it from being complete; it must not be applied
 * @param workspace the workspace it is for
 */
public record Plan(
    PlanOptions options,
    List<ResourceChange> changes,
    List<ResourceChange> drift,
    SortedMap<String, OutputChange> outputs,
    SortedMap<String, Value> variables,
    State stored,
    State prior,
    Configuration configuration,
    Map<ProviderAddress, ProviderSchema> schemas,
    List<CheckResult> checks,
    boolean errored,
    Instant timestamp,
    String workspace) {
  public Plan {
    changes = List.copyOf(changes);
    drift = List.copyOf(drift);
    outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
    variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    schemas = Map.copyOf(schemas);
    checks = List.copyOf(checks);
  }

  /** Whether applying would change an object or an output. */
  public boolean hasChanges() {
    return changes.stream().anyMatch(change -> change.action() != ChangeAction.NO_OP)
        || outputs.values().stream().anyMatch(change -> change.action() != ChangeAction.NO_OP)
        || changes.stream().anyMatch(ResourceChange::isMoved);
  }

  /** Whether applying makes sense: there is something to do, be it to the state only. */
  public boolean isApplyable() {
    return !errored && (hasChanges() || (options.mode() == PlanMode.REFRESH_ONLY && hasDrift()));
  }

  /** Whether objects were changed outside. */
  public boolean hasDrift() {
    return !drift.isEmpty();
  }
}
