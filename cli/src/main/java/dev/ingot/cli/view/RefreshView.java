package dev.ingot.cli.view;

import dev.ingot.deploy.Event;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.operation.ApplyOperation.Counts;
import dev.ingot.lang.Diagnostic;
import dev.ingot.state.OutputState;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Shows a refresh: the objects read, and the outputs.
 *
 * @param view receives the output
 */
public record RefreshView(OperationView view) implements OperationView {
  @Override
  public void on(Event event) {
    view.on(event);
  }

  @Override
  public void diagnostics(Collection<Diagnostic> diagnostics) {
    view.diagnostics(diagnostics);
  }

  @Override
  public void plan(Plan plan) {}

  @Override
  public void saved(Plan plan) {}

  @Override
  public void next(Optional<String> file, Optional<String> generated) {}

  @Override
  public void applied(PlanMode mode, Counts counts) {}

  @Override
  public void outputs(SortedMap<String, OutputState> outputs) {
    view.outputs(outputs);
  }

  @Override
  public void stopping() {
    view.stopping();
  }

  @Override
  public void abandoned() {
    view.abandoned();
  }
}
