package dev.ingot.cli.view;

import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Terminal.Style;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.configuration.TestFile;
import dev.ingot.deploy.configuration.TestRun;
import dev.ingot.deploy.test.TestStatus;
import dev.ingot.deploy.test.TestSuite;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.WordWrap;
import dev.ingot.state.State;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Output of tests for people. */
public final class TestText implements TestView {
  private final Terminal terminal;
  private final Wording wording;
  private final boolean compactWarnings;
  private final Optional<Function<State, String>> states;

  /**
   * @param compactWarnings whether warnings are shown by their first lines only
   * @param states shows a state, if the plan or the result of each run is requested
   */
  public TestText(
      Terminal terminal,
      Wording wording,
      boolean compactWarnings,
      Optional<Function<State, String>> states) {
    this.compactWarnings = compactWarnings;
    this.terminal = terminal;
    this.wording = wording;
    this.states = states;
  }

  @Override
  public void diagnostics(Collection<Diagnostic> diagnostics) {
    new DiagnosticView(terminal, wording, compactWarnings).print(diagnostics);
  }

  @Override
  public void found(List<TestFile> files) {}

  @Override
  public void begins(TestFile file) {
    terminal.line(file.path() + "... in progress");
  }

  @Override
  public void begins(TestFile file, TestRun run) {}

  @Override
  public void ended(TestFile file, TestRun run, TestStatus status, Outcome outcome) {
    terminal.line("  run \"" + run.name() + "\"... " + shown(status));
    if (states.isPresent()) {
      terminal
          .out()
          .print(
              outcome
                  .state()
                  .map(found -> "\n" + states.get().apply(found))
                  .or(() -> outcome.plan().map(this::shown))
                  .map(text -> text + "\n")
                  .orElse(""));
      terminal.out().flush();
    }
    apart(outcome.diagnostics());
  }

  private String shown(Plan plan) {
    return new PlanText(terminal, wording).text(plan) + (plan.errored() ? "\n" : "");
  }

  /** With an empty line after warnings, since more follows. */
  private void apart(List<Diagnostic> diagnostics) {
    diagnostics(diagnostics);
    if (diagnostics.stream().anyMatch(each -> !each.isError())) {
      terminal.line("");
    }
  }

  @Override
  public void tearingDown(TestFile file) {
    terminal.line(file.path() + "... tearing down");
  }

  @Override
  public void tearingDown(TestFile file, TestRun run) {}

  @Override
  public void tornDown(TestFile file, TestRun run, List<Diagnostic> diagnostics, State left) {
    List<String> addresses = left.instances().map(InstanceAddress::toString).toList();
    String where = file.path() + "/" + run.name();
    if (Diagnostic.anyError(diagnostics)) {
      error(
          wording.product()
              + " encountered an error destroying resources created while executing "
              + where
              + ".");
    }
    diagnostics(diagnostics);
    if (!addresses.isEmpty()) {
      error(
          "\n"
              + wording.product()
              + " left the following resources in state after executing "
              + where
              + ", and they need to be cleaned up manually:\n  - "
              + String.join("\n  - ", addresses));
    }
  }

  private void error(String text) {
    terminal.out().flush();
    terminal.err().println(WordWrap.paragraphs(text, terminal.width() - 1));
    terminal.err().flush();
  }

  @Override
  public void ended(TestFile file, TestStatus status, List<Diagnostic> diagnostics) {
    terminal.line(file.path() + "... " + shown(status));
    diagnostics(diagnostics);
  }

  private String shown(TestStatus status) {
    return switch (status) {
      case PENDING -> "pending";
      case SKIP -> "skip";
      case PASS -> terminal.styled(Style.GREEN, "pass");
      case FAIL, ERROR -> terminal.styled(Style.RED, "fail");
    };
  }

  @Override
  public void concluded(TestSuite.Summary summary) {
    terminal.line("\n" + TestView.sentence(summary));
  }
}
