package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.Approval;
import dev.ingot.cli.operation.Interruption;
import dev.ingot.cli.operation.Operations;
import dev.ingot.cli.operation.PlanFlags;
import dev.ingot.cli.operation.VariableFlags;
import dev.ingot.cli.operation.Views;
import dev.ingot.cli.view.OperationView;
import dev.ingot.cli.view.RefreshView;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.operation.PlanOperation;
import dev.ingot.deploy.operation.Preparation;
import dev.ingot.deploy.operation.SavedPlan;
import dev.ingot.deploy.operation.StateProblems;
import dev.ingot.home.Project;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.state.LockRequest;
import dev.ingot.state.StateCipher;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code ingot apply}, {@code ingot destroy} and {@code ingot refresh}. */
public final class ApplyCommand implements Command {
  private final PlanMode mode;

  /** For a purpose, unless options say otherwise. */
  public ApplyCommand(PlanMode mode) {
    this.mode = mode;
  }

  @Override
  public String synopsis() {
    return switch (mode) {
      case NORMAL -> "Apply the planned changes, or a saved plan.";
      case DESTROY -> "Destroy all resources in the state.";
      case REFRESH_ONLY -> "Update the state to match the real objects.";
    };
  }

  @Override
  public String arguments() {
    return mode == PlanMode.NORMAL ? "[PLAN]" : "";
  }

  @Override
  public Flags flags() {
    return PlanFlags.plan().onOff("auto-approve", "Don't ask before changing anything.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    Flags.Given given = invocation.given();
    List<String> arguments = given.arguments();
    if (arguments.size() > 1) {
      throw new UsageException(
          "Too many command line arguments", "Expected at most one positional argument.");
    }
    if (!arguments.isEmpty() && mode != PlanMode.NORMAL) {
      throw new UsageException(
          "Too many command line arguments", "Expected at most one positional argument.");
    }
    if (mode == PlanMode.DESTROY && given.on("refresh-only")) {
      throw new UsageException(
          "Invalid mode option",
          "The -refresh-only option is not valid for \""
              + invocation.wording().program()
              + " destroy\".");
    }
    PlanOptions options =
        PlanFlags.options(given, invocation.wording().product(), invocation.folder());
    if (mode != PlanMode.NORMAL) {
      options = options.with(mode);
    }
    LockRequest lock = PlanFlags.lock(given, "OperationTypeApply");
    OperationView view =
        mode == PlanMode.REFRESH_ONLY
            ? new RefreshView(Views.of(invocation))
            : Views.of(invocation);
    boolean approved = given.on("auto-approve") || mode == PlanMode.REFRESH_ONLY;
    if (given.on("json") && !approved && arguments.isEmpty()) {
      view.diagnostics(List.of(cannotAsk(invocation)));
      return ExitCode.ERROR;
    }
    view.diagnostics(PlanFlags.warnings(given));
    try (Interruption interruption = new Interruption(view)) {
      return arguments.isEmpty()
          ? fresh(invocation, view, options, lock, approved, interruption)
          : saved(invocation, view, lock, interruption);
    } catch (StateException e) {
      view.diagnostics(StateProblems.opening(e));
      return ExitCode.ERROR;
    }
  }

  private static Diagnostic cannotAsk(Invocation invocation) {
    return Diagnostic.error(
        "Plan file or auto-approve required",
        invocation.wording().product()
            + " cannot ask for interactive approval when -json is set. You can either apply a saved"
            + " plan file, or enable the -auto-approve option.");
  }

  private int fresh(
      Invocation invocation,
      OperationView view,
      PlanOptions options,
      LockRequest lock,
      boolean approved,
      Interruption interruption)
      throws IOException {
    Operations operations = new Operations(invocation, view);
    Optional<Preparation.Ready> prepared =
        operations.prepare(
            mode == PlanMode.REFRESH_ONLY ? PlanMode.DESTROY : options.mode(), "Apply");
    if (prepared.isEmpty()) {
      return ExitCode.ERROR;
    }
    try (StateSession session =
        invocation.project().store(prepared.get().configuration().root().module()).open(lock)) {
      if (mode == PlanMode.REFRESH_ONLY && session.state().resources().isEmpty()) {
        view.diagnostics(
            List.of(
                Diagnostic.warning(
                    "Empty or non-existent state",
                    "There are currently no remote objects tracked in the state, so there is"
                        + " nothing to refresh.")));
      }
      PlanOperation.Planned planned =
          operations.planning(interruption).plan(prepared.get(), session, options);
      Optional<Plan> plan = planned.plan();
      plan.filter(found -> !planned.failed() || found.hasActions()).ifPresent(view::plan);
      if (planned.failed() || plan.isEmpty()) {
        view.diagnostics(planned.diagnostics());
        planned.settled().shown(session);
        return interruption.isInterrupted() ? ExitCode.INTERRUPTED : ExitCode.ERROR;
      }
      List<Diagnostic> remaining = planned.remaining();
      if (!approved && plan.get().isApplyable()) {
        view.diagnostics(planned.diagnostics());
        planned.settled().shown(session);
        remaining = List.of();
        if (!Approval.of(invocation, view, plan.get())) {
          return ExitCode.ERROR;
        }
      }
      int code = operations.apply(plan.get(), session, remaining, mode, interruption);
      planned.settled().shown(session);
      return code;
    }
  }

  /** As the configuration in the folder says now: the one in the plan can't be read before. */
  private static StateCipher planCipher(Invocation invocation) {
    Project project = invocation.project();
    return project.encryption(project.root()).plan();
  }

  private int saved(
      Invocation invocation, OperationView view, LockRequest lock, Interruption interruption)
      throws IOException {
    String name = invocation.given().arguments().getFirst();
    Result<Plan> plan =
        SavedPlan.read(
            invocation.folder().resolve(name),
            name,
            planCipher(invocation),
            invocation.project().providers(),
            invocation.wording().titled());
    if (plan.hasErrors()) {
      view.diagnostics(plan.diagnostics());
      return ExitCode.ERROR;
    }
    try (StateSession session =
        invocation.project().store(plan.get().configuration().root().module()).open(lock)) {
      Optional<Diagnostic> refusal = plan.get().refusal(session.state());
      Result<Plan> complete =
          refusal.isPresent()
              ? Result.failed(List.of(refusal.get()))
              : SavedPlan.withVariables(
                  plan.get(), VariableFlags.sources(invocation.folder(), invocation));
      view.diagnostics(complete.diagnostics());
      if (complete.hasErrors()) {
        return ExitCode.ERROR;
      }
      view.saved(complete.get());
      return new Operations(invocation, view)
          .apply(complete.get(), session, List.of(), mode, interruption);
    }
  }
}
