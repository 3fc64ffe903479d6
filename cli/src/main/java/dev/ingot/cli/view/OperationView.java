package dev.ingot.cli.view;

import dev.ingot.deploy.Observer;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.operation.ApplyOperation.Counts;
import dev.ingot.lang.Diagnostic;
import dev.ingot.state.OutputState;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;

/** The output of plan and apply, for people or for programs. */
public interface OperationView extends Observer {
  /** Prints diagnostics. */
  void diagnostics(Collection<Diagnostic> diagnostics);

  /** Prints a plan. */
  void plan(Plan plan);

  /** Announces the changes of a saved plan, in output for programs. */
  void saved(Plan plan);

  /**
   * Suggests what to do with a plan.
   *
   * @param file where it was saved
   */
  void next(Optional<String> file, Optional<String> generated);

  /** Reports a successful apply. */
  void applied(PlanMode mode, Counts counts);

  /** Prints the outputs of the root module. */
  void outputs(SortedMap<String, OutputState> outputs);

  /** Reports that it is stopping on request. */
  void stopping();

  /** Reports that it did not stop in time. */
  void abandoned();
}
