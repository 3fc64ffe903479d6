package dev.ingot.cli.invocation;

import dev.ingot.deploy.variable.VariableInput;
import java.util.ArrayList;
import java.util.List;

/** The values of variables among the options of a command. */
public final class VariableInputs {
  /** The option with one value. */
  public static final String VALUE = "var";

  /** The option with a file of values. */
  public static final String FILE = "var-file";

  private VariableInputs() {}

  /** The given values, in order. */
  public static List<VariableInput> of(List<Flags.Given.Option> options) {
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
}
