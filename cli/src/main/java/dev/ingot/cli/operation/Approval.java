package dev.ingot.cli.operation;

import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.view.OperationView;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.lang.Diagnostic;
import dev.ingot.state.backend.Workspaces;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Asks a person to approve a plan. */
public final class Approval {
  private Approval() {}

  private record Question(String text, String explanation) {}

  /**
   * Asks.
   *
   * @return whether they agree; without an answer, an error is shown
   */
  public static boolean of(Invocation invocation, OperationView view, Plan plan)
      throws IOException {
    String product = invocation.wording().product();
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
        Questions.approval(invocation.terminal(), question.text(), question.explanation());
    if (answer.isEmpty()) {
      view.diagnostics(List.of(Diagnostic.error("error asking for approval: EOF", "")));
      return false;
    }
    if (!answer.get().equals("yes")) {
      invocation
          .terminal()
          .line((plan.options().mode() == PlanMode.DESTROY ? "Destroy" : "Apply") + " cancelled.");
      return false;
    }
    return true;
  }
}
