package dev.ingot.deploy;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.state.State;
import dev.ingot.state.WorkingState;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What applying would do, as a value.
 *
 * @param changes to objects, in order of addresses; also those where nothing is done
 * @param drift what was found to have changed outside, in order of addresses
 * @param outputs of the root module, by name
 * @param moduleOutputs the outputs of other modules that have a value, known or not
 * @param variables of the root module, those that were given, by name; unmarked, in their types
 * @param given the same before they were converted to their types
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
    List<ModuleOutput> moduleOutputs,
    SortedMap<String, Value> variables,
    SortedMap<String, Value> given,
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
    moduleOutputs = List.copyOf(moduleOutputs);
    variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    given = Collections.unmodifiableSortedMap(new TreeMap<>(given));
    schemas = Map.copyOf(schemas);
    checks = List.copyOf(checks);
  }

  /** The same with the values of variables as they were given, before conversion. */
  public Plan givenAs(Map<String, Value> values) {
    return with(variables, new TreeMap<>(values));
  }

  /** The same with values of variables that a saved plan doesn't keep. */
  public Plan withEphemeral(Map<String, Value> values) {
    SortedMap<String, Value> all = new TreeMap<>(variables);
    all.putAll(values);
    return with(all, given);
  }

  /** The same with other descriptions of the same changes. */
  public Plan with(List<ResourceChange> others) {
    return new Plan(
        options,
        others,
        drift,
        outputs,
        moduleOutputs,
        variables,
        given,
        stored,
        prior,
        configuration,
        schemas,
        checks,
        errored,
        timestamp,
        workspace);
  }

  /**
   * Why it can't be applied.
   *
   * @param present the state that it would be applied to
   */
  public Optional<Diagnostic> refusal(WorkingState present) {
    if (errored) {
      return Optional.of(
          Diagnostic.error(
              "Cannot apply incomplete plan",
              Phrase.of(
                  "Ingot encountered an error when generating this plan, so it cannot be"
                      + " applied.")));
    }
    boolean sameLineage = stored.lineage().equals(present.lineage());
    if (stored.serial() > 0 && !sameLineage) {
      return Optional.of(
          Diagnostic.error(
              "Saved plan does not match the given state",
              "The given plan file can not be applied because it was created from a different state"
                  + " lineage."));
    }
    // A state that was never written has another lineage each time it is opened.
    boolean unwritten =
        stored.serial() == 0
            && stored.isEmpty()
            && present.serial() == 0
            && present.resources().isEmpty();
    return unwritten || (sameLineage && stored.serial() == present.serial())
        ? Optional.empty()
        : Optional.of(
            Diagnostic.error(
                "Saved plan is stale",
                "The given plan file can no longer be applied because the state was changed by"
                    + " another operation after the plan was created."));
  }

  /** The same, but it must not be applied. */
  public Plan asErrored() {
    return new Plan(
        options,
        changes,
        drift,
        outputs,
        moduleOutputs,
        variables,
        given,
        stored,
        prior,
        configuration,
        schemas,
        checks,
        true,
        timestamp,
        workspace);
  }

  private Plan with(SortedMap<String, Value> converted, SortedMap<String, Value> asGiven) {
    return new Plan(
        options,
        changes,
        drift,
        outputs,
        moduleOutputs,
        converted,
        asGiven,
        stored,
        prior,
        configuration,
        schemas,
        checks,
        errored,
        timestamp,
        workspace);
  }

  /** Whether applying would change an object or an output. */
  public boolean hasChanges() {
    return hasActions()
        || changes.stream().anyMatch(change -> change.isMoved() || change.importKey().isPresent());
  }

  /** Whether applying does more than to write down what planning found. */
  public boolean hasActions() {
    return changes.stream().anyMatch(change -> change.action() != ChangeAction.NO_OP)
        || outputs.values().stream().anyMatch(change -> change.action() != ChangeAction.NO_OP);
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
