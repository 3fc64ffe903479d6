package dev.ingot.state.backend;

import dev.ingot.state.Environment;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a backend is used.
 *
 * @param folder the folder of the configuration, which paths are relative to
 * @param data the folder for what is kept beside it ({@code .terraform}), such as journals
 * @param environment the world as sessions see it
 * @param variables the environment variables, which most backends read settings and credentials
 *     from
 */
public record BackendPlace(
    Path folder, Path data, Environment environment, Map<String, String> variables) {
  public BackendPlace {
    variables = Map.copyOf(variables);
  }

  /** A variable that is set, and not empty. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }
}
