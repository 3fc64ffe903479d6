package dev.ingot.deploy.stored;

import dev.ingot.deploy.OutputChange;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.OutputState;
import dev.ingot.state.RawJson;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Values of outputs as a state stores them. */
public final class OutputStates {
  private OutputStates() {}

  /** A value; empty for null, which isn't stored. */
  public static Optional<OutputState> of(Value value, boolean sensitive) {
    Value plain = Values.unmarkDeep(value).value();
    if (plain.isNull()) {
      return Optional.empty();
    }
    return Optional.of(
        new OutputState(
            new RawJson(StoredValues.text(plain, plain.type())),
            new RawJson(TypeJson.format(plain.type())),
            sensitive));
  }

  /** The values a plan leads to, as far as they are known. */
  public static SortedMap<String, OutputState> planned(Map<String, OutputChange> changes) {
    SortedMap<String, OutputState> outputs = new TreeMap<>(Value.KEY_ORDER);
    changes.forEach(
        (name, change) -> {
          if (Values.isWhollyKnown(change.after())) {
            of(change.after(), change.afterSensitive())
                .ifPresent(state -> outputs.put(name, state));
          }
        });
    return outputs;
  }
}
