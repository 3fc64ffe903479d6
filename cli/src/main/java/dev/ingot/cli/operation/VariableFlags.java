package dev.ingot.cli.operation;

import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.deploy.variable.VariableInput;
import dev.ingot.deploy.variable.VariableSources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The options that give values of variables. */
public final class VariableFlags {
  private static final String VALUE = "var";
  private static final String FILE = "var-file";

  private VariableFlags() {}

  /** The options. */
  public static Flags flags() {
    return new Flags()
        .list(VALUE, "NAME=VALUE", "The value of a variable; may be repeated.")
        .list(FILE, "FILE", "A file with values of variables; may be repeated.");
  }

  /** The given values, in order. */
  public static List<VariableInput> inputs(List<Flags.Given.Option> options) {
    List<VariableInput> inputs = new ArrayList<>();
    for (Flags.Given.Option option : options) {
      if (option.name().equals(VALUE)) {
        inputs.add(new VariableInput.Assignment(option.value()));
      } else if (option.name().equals(FILE)) {
        inputs.add(new VariableInput.ValuesFile(option.value()));
      }
    }
    return inputs;
  }

  /**
   * The sources of a command's variable values.
   *
   * @param folder the folder of the configuration
   */
  public static VariableSources sources(Path folder, Invocation invocation) {
    return new VariableSources(
        folder, invocation.environment(), inputs(invocation.given().inOrder()));
  }
}
