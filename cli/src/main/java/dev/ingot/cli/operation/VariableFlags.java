package dev.ingot.cli.operation;

import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.VariableInputs;
import dev.ingot.deploy.variable.VariableSources;
import java.nio.file.Path;

/** The options that give values of variables. */
public final class VariableFlags {
  private VariableFlags() {}

  /** The options. */
  public static Flags flags() {
    return new Flags()
        .list(VariableInputs.VALUE, "NAME=VALUE", "The value of a variable; may be repeated.")
        .list(VariableInputs.FILE, "FILE", "A file with values of variables; may be repeated.");
  }

  /**
   * The sources of a command's variable values.
   *
   * @param folder the folder of the configuration
   */
  public static VariableSources sources(Path folder, Invocation invocation) {
    return new VariableSources(
        folder, invocation.environment(), VariableInputs.of(invocation.given().inOrder()));
  }
}
