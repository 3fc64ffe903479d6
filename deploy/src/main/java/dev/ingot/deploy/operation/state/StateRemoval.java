package dev.ingot.deploy.operation.state;

import dev.ingot.address.InstanceAddress;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.Result;
import dev.ingot.state.Change;
import dev.ingot.state.InstanceState;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Removes objects from a state without destroying them.
 *
 * @param instances whose objects, current and deposed, are removed
 */
public record StateRemoval(List<InstanceAddress> instances) {
  public StateRemoval {
    instances = List.copyOf(instances);
  }

  /** What addresses name, or why there is nothing to remove. */
  public static Result<StateRemoval> of(State state, List<String> addresses) {
    Set<InstanceAddress> found = new LinkedHashSet<>();
    for (String text : addresses) {
      Result<List<InstanceAddress>> matching = StateSelection.matching(state, text);
      if (matching.hasErrors()) {
        return Result.failed(matching.diagnostics());
      }
      found.addAll(matching.get());
    }
    return found.isEmpty()
        ? Result.failed(
            List.of(
                Diagnostic.error(
                    "Invalid target address",
                    Phrase.of(
                        "No matching objects found. To view the available instances, use \"ingot"
                            + " state list\". Please modify the address to reference a specific"
                            + " instance."))))
        : Result.of(new StateRemoval(List.copyOf(found)), List.of());
  }

  /**
   * Removes them.
   *
   * @throws StateException if the state can't be written
   */
  public void apply(StateSession session) {
    List<Change> changes = new ArrayList<>();
    for (InstanceAddress address : instances) {
      InstanceState instance = session.state().instance(address).orElse(InstanceState.EMPTY);
      changes.add(Change.remove(address));
      instance
          .deposed()
          .keySet()
          .forEach(key -> changes.add(new Change.Remove(address, Optional.of(key))));
    }
    session.apply(changes);
    session.commit();
  }
}
