package dev.ingot.deploy.plan;

import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.ModuleOutput;
import dev.ingot.deploy.OutputChange;
import dev.ingot.deploy.configuration.OutputValue;
import dev.ingot.deploy.evaluation.ModuleInstance;
import dev.ingot.deploy.stored.CodecException;
import dev.ingot.deploy.stored.OutputStates;
import dev.ingot.deploy.stored.StoredValues;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.OutputState;
import dev.ingot.state.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compares the outputs of the root module with the stored ones. */
public final class OutputPlanner {
  private OutputPlanner() {}

  /**
   * The changes.
   *
   * @param destroy whether all outputs go
   */
  public static SortedMap<String, OutputChange> changes(
      State stored, ModuleInstance root, boolean destroy) {
    SortedMap<String, OutputChange> changes = new TreeMap<>(Value.KEY_ORDER);
    Map<String, OutputValue> declared = root.nodes().tree().module().outputs();
    declared.forEach(
        (name, output) -> {
          Optional<OutputState> before = Optional.ofNullable(stored.outputs().get(name));
          Optional<Value> after = destroy ? Optional.of(Values.NULL) : root.output(name);
          if (after.isPresent() && !(destroy && before.isEmpty())) {
            change(name, before, after.get(), output.sensitive())
                .ifPresent(change -> changes.put(name, change));
          }
        });
    stored
        .outputs()
        .forEach(
            (name, before) -> {
              if (!declared.containsKey(name)) {
                change(name, Optional.of(before), Values.NULL, false)
                    .ifPresent(change -> changes.put(name, change));
              }
            });
    return changes;
  }

  /** A state with the outputs as a refresh finds them, as far as they are known. */
  static State refreshed(State state, ModuleInstance root) {
    SortedMap<String, OutputState> outputs = new TreeMap<>(state.outputs());
    root.nodes()
        .tree()
        .module()
        .outputs()
        .forEach(
            (name, output) ->
                root.output(name)
                    .filter(Values::isWhollyKnown)
                    .flatMap(value -> OutputStates.of(value, output.sensitive()))
                    .ifPresent(found -> outputs.put(name, found)));
    return new State(
        state.writerVersion(),
        state.serial(),
        state.lineage(),
        outputs,
        state.resources(),
        state.checkResults(),
        state.unknownFields());
  }

  /** The outputs of all modules but the root that have a value, the outermost first. */
  public static List<ModuleOutput> ofModules(ModuleInstance root) {
    List<ModuleOutput> found = new ArrayList<>();
    Deque<ModuleInstance> waiting = new ArrayDeque<>(List.of(root));
    while (!waiting.isEmpty()) {
      ModuleInstance module = waiting.remove();
      if (module.parent().isPresent()) {
        for (String name : module.nodes().tree().module().outputs().keySet()) {
          if (module.output(name).filter(value -> !value.unmarked().isNull()).isPresent()) {
            found.add(new ModuleOutput(module.address(), name));
          }
        }
      }
      for (String name : module.nodes().tree().module().calls().keySet()) {
        module.calls(name).ifPresent(calls -> waiting.addAll(calls.instances().values()));
      }
    }
    return found;
  }

  /** The value of a stored output, marked if it is sensitive. */
  public static Value stored(OutputState output) {
    try {
      Value value =
          StoredValues.parse(output.value().text(), StoredValues.parseType(output.type().text()));
      return output.sensitive() ? value.marked(Marks.SENSITIVE) : value;
    } catch (CodecException e) {
      return Values.DYNAMIC_UNKNOWN;
    }
  }

  private static Optional<OutputChange> change(
      String name, Optional<OutputState> before, Value after, boolean sensitive) {
    Value old = before.map(OutputPlanner::stored).orElse(Values.NULL);
    boolean wasSensitive = before.map(OutputState::sensitive).orElse(false);
    Value plainAfter = Values.unmarkDeep(after).value();
    Value plainOld = Values.unmarkDeep(old).value();
    ChangeAction action;
    if (before.isEmpty() && plainAfter.isNull()) {
      action = ChangeAction.NO_OP;
    } else if (before.isEmpty()) {
      action = ChangeAction.CREATE;
    } else if (plainAfter.isNull() && plainAfter.isKnown()) {
      action = ChangeAction.DELETE;
    } else if (plainAfter.equals(plainOld) && wasSensitive == sensitive) {
      action = ChangeAction.NO_OP;
    } else {
      action = ChangeAction.UPDATE;
    }
    return Optional.of(new OutputChange(name, action, old, after, wasSensitive, sensitive));
  }
}
