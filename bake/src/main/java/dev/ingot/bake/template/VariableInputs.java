package dev.ingot.bake.template;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Values given for the variables of a template.
 *
 * @param assignments {@code -var} and {@code -var-file}, in the order of the command line; later
 *     ones take precedence, and {@code -var} over all files
 * @param environment the environment; {@code PKR_VAR_x} sets {@code var.x}, with the lowest
 *     precedence
 * @param warnOfUndeclared whether to warn about files that set undeclared variables
 */
public record VariableInputs(
    List<Assignment> assignments, Map<String, String> environment, boolean warnOfUndeclared) {
  /** No values. */
  public static final VariableInputs NONE = new VariableInputs(List.of(), Map.of());

  /** Without warnings of undeclared variables. */
  public VariableInputs(List<Assignment> assignments, Map<String, String> environment) {
    this(assignments, environment, false);
  }

  public VariableInputs {
    assignments = List.copyOf(assignments);
    environment = Map.copyOf(environment);
  }

  /** One option of the command line. */
  public sealed interface Assignment {
    /** {@code -var name=text}. */
    record Text(String name, String text) implements Assignment {}

    /** {@code -var-file file}. */
    record ValuesFile(Path file) implements Assignment {}
  }
}
