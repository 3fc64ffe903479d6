package dev.ingot.cli.operation;

import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.view.OperationView;
import dev.ingot.deploy.ApplyRequest;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.operation.ApplyOperation;
import dev.ingot.deploy.operation.PlanOperation;
import dev.ingot.deploy.operation.Preparation;
import dev.ingot.deploy.operation.ProcessRunner;
import dev.ingot.home.Home;
import dev.ingot.home.NotedHead;
import dev.ingot.home.RecordedApply;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.state.StateSession;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Plans and applies for commands: shows progress in a view, and stops on an interrupt. */
public final class Operations {
  private final Invocation invocation;
  private final OperationView view;

  /** Shows progress in a view. */
  public Operations(Invocation invocation, OperationView view) {
    this.invocation = invocation;
    this.view = view;
  }

  /**
   * Reads the configuration and the values of its variables.
   *
   * @param command the name of the command in messages
   * @return empty if that failed, with the errors already shown
   */
  public Optional<Preparation.Ready> prepare(PlanMode mode, String command) throws IOException {
    Preparation preparation =
        Preparation.of(
            invocation.project().load(),
            mode,
            VariableFlags.sources(invocation.folder(), invocation),
            Questions.piped(invocation));
    return switch (preparation) {
      case Preparation.Ready ready -> {
        Optional<Diagnostic> problem =
            ProviderChoices.problem(invocation.project(), ready.configuration().root());
        problem.ifPresent(found -> view.diagnostics(List.of(found)));
        yield problem.isEmpty() ? Optional.of(ready) : Optional.empty();
      }
      case Preparation.Invalid(List<Diagnostic> diagnostics) -> {
        view.diagnostics(diagnostics);
        yield Optional.empty();
      }
      case Preparation.NoConfiguration _ -> {
        view.diagnostics(List.of(noConfiguration(command)));
        yield Optional.empty();
      }
    };
  }

  private static Diagnostic noConfiguration(String command) {
    boolean apply = command.equals("Apply");
    return Diagnostic.error(
        "No configuration files",
        Phrase.of(
            "%s requires configuration to be present. %s without a configuration would mark"
                + " everything for destruction, which is normally not what is desired. If you would"
                + " like to destroy everything, run "
                + (apply
                    ? "'ingot destroy' instead."
                    : "plan with the -destroy option. Otherwise, create an Ingot configuration file"
                        + " (.tf file) and try again."),
            command,
            apply ? "Applying" : "Planning"));
  }

  /** The planner. */
  public PlanOperation planning(Interruption interruption) throws IOException {
    return new PlanOperation(
        invocation.project().providers(),
        invocation.project().setting(),
        view,
        interruption.cancellation());
  }

  /**
   * Applies a plan and shows the result.
   *
   * @param before diagnostics of the plan, to be shown with those of the apply
   * @param command what was asked for, in whose words the end is told
   * @return the exit code
   */
  public int apply(
      Plan plan,
      StateSession session,
      List<Diagnostic> before,
      PlanMode command,
      Interruption interruption)
      throws IOException {
    Home home = new Home(invocation.home(), Clock.systemUTC());
    ApplyOperation.Applied applied =
        new RecordedApply(home, Home.actor(invocation.environment()))
            .run(
                new ApplyRequest(
                    plan,
                    session,
                    invocation.project().providers(),
                    invocation.project().setting(),
                    view,
                    new ProcessRunner(),
                    interruption.cancellation()),
                invocation.folder(),
                NotedHead.in(invocation.folder(), invocation.environment(), home));
    Diagnostics all = new Diagnostics();
    all.addAll(before);
    all.addAll(applied.diagnostics());
    view.diagnostics(all.list());
    if (applied.counts().isEmpty()) {
      return interruption.isInterrupted() ? ExitCode.INTERRUPTED : ExitCode.ERROR;
    }
    view.applied(command, applied.counts().get());
    if (command != PlanMode.DESTROY) {
      view.outputs(session.state().outputs());
    }
    return ExitCode.OK;
  }
}
