package dev.ingot.cli.operation;

import dev.ingot.cli.Engine;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.view.OperationView;
import dev.ingot.deploy.ApplyRequest;
import dev.ingot.deploy.ApplyResult;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.operation.ApplySession;
import dev.ingot.deploy.operation.ProcessRunner;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.state.StateSession;
import dev.ingot.state.backend.Workspaces;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Applies a plan, told as it goes. */
public final class Applying {
  private final Engine engine;
  private final OperationView view;

  /** Tells a view. */
  public Applying(Engine engine, OperationView view) {
    this.engine = engine;
    this.view = view;
  }

  private record Question(String text, String explanation) {}

  /**
   * Asks a person whether to go on.
   *
   * @return whether they agree; where nobody answers, an error is told
   */
  public boolean isApproved(Plan plan) throws IOException {
    String product = engine.wording().product();
    String where =
        plan.workspace().equals(Workspaces.DEFAULT)
            ? ""
            : " in workspace \"" + plan.workspace() + "\"";
    Question question =
        switch (plan.options().mode()) {
          case DESTROY ->
              new Question(
                  "Do you really want to destroy all resources" + where + "?",
                  product
                      + " will destroy all your managed infrastructure, as shown above.\nThere is"
                      + " no undo. Only 'yes' will be accepted to confirm.");
          case REFRESH_ONLY ->
              new Question(
                  "Would you like to update the "
                      + product
                      + " state to reflect these detected changes?",
                  product
                      + " will write these changes to the state without modifying any real"
                      + " infrastructure.\nThere is no undo. Only 'yes' will be accepted to"
                      + " confirm.");
          case NORMAL ->
              new Question(
                  "Do you want to perform these actions" + where + "?",
                  product
                      + " will perform the actions described above.\nOnly 'yes' will be accepted"
                      + " to approve.");
        };
    Optional<String> answer =
        Questions.approval(engine.terminal(), question.text(), question.explanation());
    if (answer.isEmpty()) {
      view.diagnostics(List.of(Diagnostic.error("error asking for approval: EOF", "")));
      return false;
    }
    if (!answer.get().equals("yes")) {
      engine
          .terminal()
          .line((plan.options().mode() == PlanMode.DESTROY ? "Destroy" : "Apply") + " cancelled.");
      return false;
    }
    return true;
  }

  /**
   * Applies a plan.
   *
   * @param before what was said of planning, to be told with what is said of applying
   * @return the exit code
   */
  public int apply(
      Plan plan, StateSession session, List<Diagnostic> before, Interruption interruption)
      throws IOException {
    Diagnostics all = new Diagnostics();
    all.addAll(before);
    Result<ApplySession> opened =
        ApplySession.open(
            new ApplyRequest(
                plan,
                session,
                engine.providers(),
                engine.setting(),
                view,
                new ProcessRunner(),
                interruption.cancellation()));
    all.addAll(opened.diagnostics());
    if (opened.value().isEmpty()) {
      view.diagnostics(all.list());
      return ExitCode.ERROR;
    }
    ApplyResult result;
    try (ApplySession applying = opened.value().get()) {
      result = applying.run();
    }
    session.commit();
    all.addAll(result.diagnostics());
    view.diagnostics(all.list());
    if (result.hasErrors() || result.cancelled()) {
      return interruption.isInterrupted() ? ExitCode.INTERRUPTED : ExitCode.ERROR;
    }
    int imported = (int) plan.changes().stream().filter(Applying::isImport).count();
    view.applied(
        plan.options().mode(),
        new OperationView.Applied(imported, result.added(), result.changed(), result.destroyed()));
    if (plan.options().mode() != PlanMode.DESTROY) {
      view.outputs(session.state().outputs());
    }
    return ExitCode.OK;
  }

  private static boolean isImport(ResourceChange change) {
    return change.importId().isPresent();
  }
}
