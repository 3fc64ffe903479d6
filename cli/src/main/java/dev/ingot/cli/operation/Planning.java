package dev.ingot.cli.operation;

import dev.ingot.cli.Engine;
import dev.ingot.cli.Flags;
import dev.ingot.cli.view.OperationView;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.deploy.operation.Recovery;
import dev.ingot.deploy.variable.VariableSources;
import dev.ingot.deploy.variable.Variables;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.state.StateSession;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a folder and options to a plan, told as it goes. */
public final class Planning {
  private final Engine engine;
  private final Flags.Given given;
  private final Map<String, String> environment;
  private final OperationView view;

  /**
   * @param given the options that give values of variables
   * @param view told what happens; the plan and diagnostics are left to the caller
   */
  public Planning(
      Engine engine, Flags.Given given, Map<String, String> environment, OperationView view) {
    this.engine = engine;
    this.given = given;
    this.environment = environment;
    this.view = view;
  }

  /**
   * What is to be planned.
   *
   * @param warnings what is to be told with what planning finds; errors where values of variables
   *     don't fit them
   * @param failed whether errors were found, which have been told
   */
  public record Prepared(
      Configuration configuration,
      Variables.Collected variables,
      List<Diagnostic> warnings,
      boolean failed) {}

  /** Reads the configuration and the values of its variables; tells of errors. */
  public Prepared prepare(PlanOptions options, String command) throws IOException {
    Result<Configuration> loaded = engine.load();
    Variables.Collected nothing = new Variables.Collected(Map.of(), Map.of(), List.of(), false);
    if (loaded.get().isEmpty() && !loaded.hasErrors() && options.mode() != PlanMode.DESTROY) {
      view.diagnostics(List.of(noConfiguration(command)));
      return new Prepared(loaded.get(), nothing, List.of(), true);
    }
    if (loaded.hasErrors()) {
      view.diagnostics(loaded.diagnostics());
      return new Prepared(loaded.get(), nothing, List.of(), true);
    }
    Variables.Collected variables =
        Variables.collect(
            loaded.get().root().module().variables(),
            new VariableSources(
                engine.folder(), environment, VariableFlags.inputs(given.inOrder())),
            Questions.of(engine.terminal(), given));
    Diagnostics warnings = new Diagnostics();
    warnings.addAll(loaded.diagnostics());
    warnings.addAll(variables.diagnostics());
    if (variables.hasErrors() && !variables.unsuitable()) {
      view.diagnostics(warnings.list());
      return new Prepared(loaded.get(), variables, List.of(), true);
    }
    return new Prepared(loaded.get(), variables, warnings.list(), false);
  }

  private Diagnostic noConfiguration(String command) {
    boolean apply = command.equals("Apply");
    return Diagnostic.error(
        "No configuration files",
        command
            + " requires configuration to be present. "
            + (apply ? "Applying" : "Planning")
            + " without a configuration would mark everything for destruction, which is normally"
            + " not what is desired. If you would like to destroy everything, run "
            + (apply
                ? "'" + engine.wording().program() + " destroy' instead."
                : "plan with the -destroy option. Otherwise, create a "
                    + engine.wording().product()
                    + " configuration file (.tf file) and try again."));
  }

  /**
   * What came of planning.
   *
   * @param plan empty where the configuration could not be worked with
   * @param diagnostics what is to be told
   * @param assertions those of them that come from check blocks; applying looks at them again
   */
  public record Planned(
      Optional<Plan> plan, List<Diagnostic> diagnostics, List<Diagnostic> assertions) {
    /** What is still to be said when the plan is applied at once. */
    public List<Diagnostic> untold() {
      return plan.map(Plan::hasActions).orElse(false)
          ? diagnostics.stream().filter(each -> !assertions.contains(each)).toList()
          : diagnostics;
    }

    /** Whether the plan must not be applied. */
    public boolean failed() {
      return plan.isEmpty() || Diagnostic.anyError(diagnostics);
    }
  }

  /** Makes the plan; telling it, and the diagnostics, is left to the caller. */
  public Planned plan(
      Prepared prepared, StateSession session, PlanOptions options, Cancellation cancellation)
      throws IOException {
    if (prepared.variables().unsuitable()) {
      return new Planned(
          Optional.of(unbegun(prepared, session, options)), prepared.warnings(), List.of());
    }
    List<Diagnostic> settled =
        Recovery.settle(
            session,
            prepared.configuration(),
            prepared.variables().values(),
            engine.providers(),
            engine.setting());
    Planner.Result result =
        new Planner(engine.providers(), engine.setting())
            .plan(
                prepared.configuration(),
                prepared.variables().values(),
                session.state().snapshot(),
                options,
                view,
                cancellation);
    Diagnostics all = new Diagnostics();
    all.addAll(prepared.warnings());
    all.addAll(StateProblems.notices(session.notices()));
    all.addAll(settled);
    all.addAll(result.diagnostics());
    Optional<Plan> plan = result.plan().map(found -> found.givenAs(prepared.variables().given()));
    return new Planned(plan, all.list(), result.assertions());
  }

  private Plan unbegun(Prepared prepared, StateSession session, PlanOptions options)
      throws IOException {
    return Plan.unbegun(
        prepared.configuration(),
        options,
        prepared.variables().given(),
        session.state().snapshot(),
        engine.setting().clock().instant(),
        engine.setting().workspace());
  }
}
