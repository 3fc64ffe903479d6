package dev.ingot.deploy.variable;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The sources of variable values.
 *
 * @param folder the folder of the configuration, with {@code terraform.tfvars} and {@code
 *     *.auto.tfvars}
 * @param environment the environment variables, of which {@code TF_VAR_name} count
 * @param inputs the values given for this operation, in order
 */
public record VariableSources(
    Path folder, Map<String, String> environment, List<VariableInput> inputs) {
  public VariableSources {
    environment = Map.copyOf(environment);
    inputs = List.copyOf(inputs);
  }
}
