package dev.ingot.cli.view;

import dev.ingot.deploy.configuration.TestFile;
import dev.ingot.deploy.configuration.TestRun;
import dev.ingot.deploy.test.TestStatus;
import dev.ingot.deploy.test.TestSuite;
import dev.ingot.lang.Diagnostic;
import dev.ingot.state.State;
import java.util.Collection;
import java.util.List;

/** Several outputs of the same tests. */
record TestViews(List<TestView> views) implements TestView {
  TestViews {
    views = List.copyOf(views);
  }

  @Override
  public void diagnostics(Collection<Diagnostic> diagnostics) {
    views.forEach(view -> view.diagnostics(diagnostics));
  }

  @Override
  public void found(List<TestFile> files) {
    views.forEach(view -> view.found(files));
  }

  @Override
  public void begins(TestFile file) {
    views.forEach(view -> view.begins(file));
  }

  @Override
  public void begins(TestFile file, TestRun run) {
    views.forEach(view -> view.begins(file, run));
  }

  @Override
  public void ended(TestFile file, TestRun run, TestStatus status, Outcome outcome) {
    views.forEach(view -> view.ended(file, run, status, outcome));
  }

  @Override
  public void tearingDown(TestFile file) {
    views.forEach(view -> view.tearingDown(file));
  }

  @Override
  public void tearingDown(TestFile file, TestRun run) {
    views.forEach(view -> view.tearingDown(file, run));
  }

  @Override
  public void tornDown(TestFile file, TestRun run, List<Diagnostic> diagnostics, State left) {
    views.forEach(view -> view.tornDown(file, run, diagnostics, left));
  }

  @Override
  public void ended(TestFile file, TestStatus status, List<Diagnostic> diagnostics) {
    views.forEach(view -> view.ended(file, status, diagnostics));
  }

  @Override
  public void concluded(TestSuite.Summary summary) {
    views.forEach(view -> view.concluded(summary));
  }
}
