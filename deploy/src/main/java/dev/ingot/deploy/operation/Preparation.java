package dev.ingot.deploy.operation;

import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.variable.VariablePrompt;
import dev.ingot.deploy.variable.VariableSources;
import dev.ingot.deploy.variable.Variables;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A configuration and the values of its variables, or why nothing can be planned with them. */
public sealed interface Preparation {
  /**
   * Both are there.
   *
   * @param diagnostics to be shown with what planning finds; errors where values of variables don't
   *     fit them
   */
  record Ready(
      Configuration configuration, Variables.Collected variables, List<Diagnostic> diagnostics)
      implements Preparation {
    public Ready {
      diagnostics = List.copyOf(diagnostics);
    }

    /** The same with more blocks and more to be shown. */
    public Ready with(Configuration other, List<Diagnostic> more) {
      List<Diagnostic> all = new ArrayList<>(diagnostics);
      all.addAll(more);
      return new Ready(other, variables, all);
    }
  }

  /** The configuration or the values of its variables have errors. */
  record Invalid(List<Diagnostic> diagnostics) implements Preparation {
    public Invalid {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** There is no configuration at all; to plan with it would plan to destroy everything. */
  record NoConfiguration() implements Preparation {}

  /**
   * Takes a configuration that was read, and collects the values of its variables.
   *
   * @param mode what is to be planned: without a configuration, only to destroy makes sense
   * @throws IOException a file of values could not be read
   */
  static Preparation of(
      Result<Configuration> loaded, PlanMode mode, VariableSources sources, VariablePrompt prompt)
      throws IOException {
    if (loaded.hasErrors()) {
      return new Invalid(loaded.diagnostics());
    }
    if (loaded.get().isEmpty() && mode != PlanMode.DESTROY) {
      return new NoConfiguration();
    }
    Variables.Collected variables =
        Variables.collect(loaded.get().root().module().variables(), sources, prompt);
    Diagnostics all = new Diagnostics();
    all.addAll(loaded.diagnostics());
    all.addAll(variables.diagnostics());
    return variables.hasErrors() && !variables.unsuitable()
        ? new Invalid(all.list())
        : new Ready(loaded.get(), variables, all.list());
  }
}
