package dev.ingot.bake.plugin;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.StepException;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;

/** Has a plugin check the arguments of a block. */
final class PluginChecks {
  private PluginChecks() {}

  /** A check. */
  @FunctionalInterface
  interface Check {
    void run() throws StepException, InterruptedException;
  }

  /** Checks; what the plugin finds wrong is a diagnostic at the block. */
  static void check(Arguments arguments, Diagnostics diagnostics, Check check) {
    for (var argument : arguments.values().entrySet()) {
      Value value = argument.getValue();
      if (!Values.isWhollyKnown(value)) {
        diagnostics.error(
            "Value not known yet",
            "The argument "
                + argument.getKey()
                + " depends on a value that is known only while the build runs, which is not"
                + " supported for plugins yet, or on a data source, which \"validate\" reads with"
                + " -evaluate-datasources.",
            arguments.place(argument.getKey()));
        return;
      }
    }
    try {
      check.run();
    } catch (StepException e) {
      diagnostics.error("Invalid configuration", e.describe(), arguments.block());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      diagnostics.error("Cancelled", "The check by the plugin was cancelled.", arguments.block());
    }
  }
}
