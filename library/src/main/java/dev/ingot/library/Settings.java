package dev.ingot.library;

import dev.ingot.deploy.variable.VariableInput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a workspace is worked on. Each method gives a changed copy.
 *
 * @param environment the environment variables: {@code INGOT_HOME}, {@code TF_VAR_name}, {@code
 *     TF_WORKSPACE}, {@code TF_DATA_DIR}, those of providers and backends
 * @param variables values of variables, in order: later ones win
 * @param parallelism how many calls of providers run at once, at least 1
 * @param lockTimeout how long to wait for another process that holds the lock of the state
 * @param listener receives what happens
 */
public record Settings(
    Map<String, String> environment,
    List<VariableInput> variables,
    int parallelism,
    Duration lockTimeout,
    WorkspaceEvent.Listener listener) {
  private static final int PARALLELISM = 10;

  public Settings {
    environment = Map.copyOf(environment);
    variables = List.copyOf(variables);
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism must be at least 1, not " + parallelism);
    }
  }

  /** The environment of this process and the defaults of the command line. */
  public static Settings ofThisProcess() {
    return new Settings(
        System.getenv(), List.of(), PARALLELISM, Duration.ZERO, WorkspaceEvent.Listener.NONE);
  }

  /** The same in another environment. */
  public Settings withEnvironment(Map<String, String> changed) {
    return new Settings(changed, variables, parallelism, lockTimeout, listener);
  }

  /**
   * The same with a value of a variable.
   *
   * @param value as on the command line: text of a string, an expression of any other type
   */
  public Settings withVariable(String name, String value) {
    return with(new VariableInput.Assignment(name + "=" + value));
  }

  /**
   * The same with the values in a file.
   *
   * @param file relative to the folder of the workspace
   */
  public Settings withVariables(Path file) {
    return with(new VariableInput.ValuesFile(file.toString()));
  }

  /** The same with another number of calls at once. */
  public Settings withParallelism(int changed) {
    return new Settings(environment, variables, changed, lockTimeout, listener);
  }

  /** The same, waiting for a lock. */
  public Settings withLockTimeout(Duration changed) {
    return new Settings(environment, variables, parallelism, changed, listener);
  }

  /** The same with another listener. */
  public Settings withListener(WorkspaceEvent.Listener changed) {
    return new Settings(environment, variables, parallelism, lockTimeout, changed);
  }

  private Settings with(VariableInput input) {
    List<VariableInput> more = new ArrayList<>(variables);
    more.add(input);
    return new Settings(environment, more, parallelism, lockTimeout, listener);
  }
}
