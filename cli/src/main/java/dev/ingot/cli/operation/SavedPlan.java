package dev.ingot.cli.operation;

import dev.ingot.cli.Engine;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.view.OperationView;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.variable.Variables;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.ConsoleText;
import dev.ingot.lang.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Plans kept in files. */
public final class SavedPlan {
  private SavedPlan() {}

  /**
   * Reads the plan an invocation names, checks that values of variables given beside it are those
   * it was made with, and takes those it doesn't keep.
   *
   * @return empty where it can't be applied, which has been told
   */
  public static Optional<Plan> read(Engine engine, Invocation invocation, OperationView view)
      throws IOException {
    String name = invocation.given().arguments().getFirst();
    Path file = invocation.folder().resolve(name);
    if (!Files.exists(file)) {
      view.diagnostics(
          java.util.List.of(
              Diagnostic.error(
                  "Failed to load \"" + name + "\" as a plan file",
                  "Error: stat " + name + ": no such file or directory")));
      return Optional.empty();
    }
    Diagnostics diagnostics = new Diagnostics();
    Optional<Plan> plan = PlanFile.read(engine, file, name, diagnostics);
    if (plan.isPresent()) {
      plan = Optional.of(variables(engine, invocation, plan.get(), diagnostics));
    }
    view.diagnostics(diagnostics.list());
    return diagnostics.hasErrors() ? Optional.empty() : plan;
  }

  /** The plan with the values it doesn't keep. */
  private static Plan variables(
      Engine engine, Invocation invocation, Plan plan, Diagnostics diagnostics) {
    Map<String, InputVariable> declared = plan.configuration().root().module().variables();
    try {
      Variables.Collected given =
          Variables.given(declared, VariableFlags.sources(engine.folder(), invocation));
      for (var option : invocation.given().list("var")) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        Value now = given.values().get(name);
        Value then = plan.variables().get(name);
        InputVariable variable = declared.get(name);
        if (now != null
            && then != null
            && variable != null
            && !variable.ephemeral()
            && !now.equals(then)) {
          diagnostics.add(changed(name, then, now, variable.sensitive()));
        }
      }
      Map<String, Value> withheld = new TreeMap<>(given.values());
      withheld.keySet().removeIf(name -> !isEphemeral(declared.get(name)));
      for (InputVariable variable : declared.values()) {
        if (variable.ephemeral() && variable.required() && !withheld.containsKey(variable.name())) {
          diagnostics.add(missing(variable.name()));
        }
      }
      return plan.withEphemeral(withheld);
    } catch (IOException e) {
      diagnostics.add(
          Diagnostic.error("Failed to read variables file", String.valueOf(e.getMessage())));
      return plan;
    }
  }

  private static boolean isEphemeral(@Nullable InputVariable variable) {
    return variable != null && variable.ephemeral();
  }

  private static Diagnostic missing(String name) {
    return Diagnostic.error(
        "No value for required variable",
        "The ephemeral input variable \""
            + name
            + "\" was set during the plan phase, and so must also be set during the apply phase.");
  }

  private static Diagnostic changed(String name, Value then, Value now, boolean sensitive) {
    String before = sensitive ? "(sensitive value)" : ConsoleText.of(then);
    String after = sensitive ? "(sensitive value)" : ConsoleText.of(now);
    return Diagnostic.error(
        "Can't change variable when applying a saved plan",
        "The variable "
            + name
            + " cannot be set using the -var and -var-file options when applying a saved plan"
            + " file, because a saved plan includes the variable values that were set when it was"
            + " created. The saved plan specifies "
            + before
            + " as the value whereas during apply the value "
            + after
            + " was set by a CLI argument. To declare an ephemeral variable which is not saved in"
            + " the plan file, use ephemeral = true.");
  }
}
