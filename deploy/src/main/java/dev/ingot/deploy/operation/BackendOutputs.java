package dev.ingot.deploy.operation;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.builtin.RemoteStates;
import dev.ingot.state.OutputState;
import dev.ingot.state.StateException;
import dev.ingot.state.StateReading;
import dev.ingot.state.StateStore;
import dev.ingot.state.backend.Backends;
import dev.ingot.state.encryption.EncryptionException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.core.JacksonException;

/** The outputs of other deployments, read from the backends their states are in. */
public final class BackendOutputs implements RemoteStates {
  private final Backends backends;
  private final Function<String, Backends> readable;

  /**
   * Reads from backends.
   *
   * @param backends what there is
   * @param readable the same with the states that a data source can decrypt, by its address
   */
  public BackendOutputs(Backends backends, Function<String, Backends> readable) {
    this.backends = backends;
    this.readable = readable;
  }

  @Override
  public Optional<String> problem(String backend) {
    return backends.problem(backend).map(Diagnostic::detail);
  }

  @Override
  public Optional<String> problem(String backend, Value config) {
    return backends.schema(backend).flatMap(schema -> problem(schema, config));
  }

  private static Optional<String> problem(Schema schema, Value config) {
    Optional<SortedMap<String, Value>> given = Values.entries(config);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    for (Map.Entry<String, Value> argument : given.get().entrySet()) {
      NestedBlock block = schema.blocks().get(argument.getKey());
      if (block != null) {
        Optional<String> problem = problem(block.schema(), argument.getValue());
        if (problem.isPresent()) {
          return problem.map(text -> "attribute \"" + argument.getKey() + "\": " + text);
        }
        continue;
      }
      Attribute attribute = schema.attributes().get(argument.getKey());
      if (attribute == null) {
        return Optional.of("unexpected attribute \"" + argument.getKey() + "\"");
      }
      Optional<Conversion.Problem> problem =
          Conversion.convert(argument.getValue(), attribute.configurationConstraint()).problem();
      if (problem.isPresent()) {
        return Optional.of("attribute \"" + argument.getKey() + "\": " + problem.get());
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<SortedMap<String, Value>> outputs(
      String backend, Value config, String workspace, String reader) {
    Optional<String> problem = problem(backend);
    if (problem.isPresent()) {
      throw new RemoteStateException("Invalid backend configuration", problem.get(), "backend");
    }
    StateStore store;
    try {
      store =
          readable
              .apply(reader)
              .other(backend, config)
              .migrating(workspace.isEmpty() ? "default" : workspace);
    } catch (EncryptionException e) {
      throw new RemoteStateException(
          "Error loading state error", "error loading the remote state: " + e.getMessage(), "");
    }
    try {
      StateReading reading = store.read();
      return reading.exists() ? Optional.of(values(reading)) : Optional.empty();
    } catch (StateException | ValueJsonException | JacksonException e) {
      throw new RemoteStateException(
          "Error loading state error",
          "error loading the remote state: " + store.location() + ": " + e.getMessage(),
          "");
    }
  }

  private static SortedMap<String, Value> values(StateReading reading) {
    SortedMap<String, Value> values = new TreeMap<>(Value.KEY_ORDER);
    reading.state().outputs().forEach((name, output) -> values.put(name, value(output)));
    return values;
  }

  private static Value value(OutputState output) {
    return ValueJson.parse(output.value().text(), TypeJson.parse(output.type().text()));
  }
}
