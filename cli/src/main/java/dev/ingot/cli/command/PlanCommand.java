package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.GeneratedFile;
import dev.ingot.cli.operation.Interruption;
import dev.ingot.cli.operation.Operations;
import dev.ingot.cli.operation.PlanFile;
import dev.ingot.cli.operation.PlanFlags;
import dev.ingot.cli.operation.Views;
import dev.ingot.cli.view.OperationView;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.operation.GeneratedConfiguration;
import dev.ingot.deploy.operation.PlanOperation;
import dev.ingot.deploy.operation.Preparation;
import dev.ingot.deploy.operation.StateProblems;
import dev.ingot.home.Project;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.state.LockRequest;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ingot plan}. */
public final class PlanCommand implements Command {
  @Override
  public String synopsis() {
    return "Show the changes an apply would make.";
  }

  @Override
  public Flags flags() {
    return PlanFlags.plan()
        .text("out", "FILE", "Save the plan, to be applied as it is.")
        .text(
            "generate-config-out",
            "FILE",
            "Write blocks for objects to be imported that have none to a new file.")
        .onOff("detailed-exitcode", "Exit with 2 if there are changes.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    Flags.Given given = invocation.given();
    if (!given.arguments().isEmpty()) {
      throw new UsageException(
          "Too many command line arguments",
          "To specify a working directory for the plan, use the global -chdir flag.");
    }
    PlanOptions options =
        PlanFlags.options(given, invocation.wording().product(), invocation.folder());
    Optional<GeneratedFile> target = GeneratedFile.of(invocation, options.mode());
    LockRequest lock = PlanFlags.lock(given, "OperationTypePlan");
    OperationView view = Views.of(invocation);
    view.diagnostics(PlanFlags.warnings(given));
    Operations operations = new Operations(invocation, view);
    Optional<Preparation.Ready> prepared = operations.prepare(options.mode(), "Plan");
    if (prepared.isEmpty()) {
      return ExitCode.ERROR;
    }
    Optional<String> file = given.text("out").filter(name -> !name.isEmpty());
    ModuleConfiguration root = prepared.get().configuration().root().module();
    Project project = invocation.project();
    try (StateSession session = project.store(root).open(lock);
        Interruption interruption = new Interruption(view)) {
      Preparation.Ready ready = prepared.get();
      Optional<GeneratedConfiguration> generated = Optional.empty();
      if (target.isPresent()) {
        Result<GeneratedConfiguration> found =
            target.get().generate(ready, session.state().snapshot(), interruption);
        if (found.hasErrors()) {
          view.diagnostics(found.diagnostics());
          return ExitCode.ERROR;
        }
        generated = Optional.of(found.get());
        ready = ready.with(found.get().configuration(), target.get().warnings(found.get()));
      }
      PlanOperation.Planned planned =
          operations.planning(interruption).plan(ready, session, options);
      Optional<GeneratedConfiguration> blocks = generated;
      Optional<Plan> plan =
          planned.plan().map(made -> blocks.map(found -> found.in(made)).orElse(made));
      if (plan.isPresent() && file.isPresent()) {
        // A failed one, too: it can be shown, though not applied.
        Optional<Diagnostic> unwritten =
            PlanFile.write(
                invocation.folder().resolve(file.get()),
                file.get(),
                plan.get(),
                project.encryption(root).plan());
        if (unwritten.isPresent()) {
          List<Diagnostic> all = new ArrayList<>(planned.diagnostics());
          all.add(unwritten.get());
          view.diagnostics(all);
          return ExitCode.ERROR;
        }
      }
      plan.ifPresent(view::plan);
      view.diagnostics(planned.diagnostics());
      planned.settled().shown(session);
      if (planned.failed() || plan.isEmpty()) {
        return interruption.isInterrupted() ? ExitCode.INTERRUPTED : ExitCode.ERROR;
      }
      boolean changes =
          plan.get().hasChanges()
              || (options.mode() == dev.ingot.deploy.PlanMode.REFRESH_ONLY
                  && plan.get().hasDrift());
      if (changes) {
        view.next(
            file,
            blocks
                .filter(found -> !found.text().isEmpty())
                .flatMap(found -> given.text("generate-config-out")));
      }
      return changes && given.on("detailed-exitcode") ? ExitCode.CHANGES : ExitCode.OK;
    } catch (StateException e) {
      view.diagnostics(StateProblems.opening(e));
      return ExitCode.ERROR;
    }
  }
}
