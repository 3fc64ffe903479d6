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

  /** Says what a plan that was saved before is about to change, where programs ask for it. */
  void saved(Plan plan);

  /**
   * Says what can be done with a plan.
   *
   * @param file where it was saved
   */
  void next(Optional<String> file);

  /** Reports a successful apply. */
  void applied(PlanMode mode, Counts counts);

  /** Prints the outputs of the root module. */
  void outputs(SortedMap<String, OutputState> outputs);

  /** Says that it is stopping, as asked for. */
  void stopping();

  /** Says that it could not be stopped in time. */
  void abandoned();
}
