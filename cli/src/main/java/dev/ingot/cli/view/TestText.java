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
import dev.ingot.state.State;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Output of tests for people. */
public final class TestText implements TestView {
  private final Terminal terminal;
  private final Wording wording;
  private final Optional<Function<State, String>> states;

  /**
   * @param states shows a state, if the plan or the result of each run is requested
   */
  public TestText(Terminal terminal, Wording wording, Optional<Function<State, String>> states) {
    this.terminal = terminal;
    this.wording = wording;
    this.states = states;
  }

  @Override
  public void diagnostics(Collection<Diagnostic> diagnostics) {
    new DiagnosticView(terminal, wording).print(diagnostics);
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
  public void ended(
      TestFile file,
      TestRun run,
      TestStatus status,
      List<Diagnostic> diagnostics,
      Optional<Plan> plan,
      Optional<State> state) {
    terminal.line("  run \"" + run.name() + "\"... " + shown(status));
    if (states.isPresent() && status != TestStatus.ERROR) {
      terminal
          .out()
          .print(
              state
                  .map(found -> "\n" + states.get().apply(found))
                  .or(() -> plan.map(new PlanText(terminal, wording)::text))
                  .map(text -> text + "\n")
                  .orElse(""));
      terminal.out().flush();
    }
    diagnostics(diagnostics);
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
    terminal.out().flush();
    if (!addresses.isEmpty()) {
      terminal
          .err()
          .println(
              "\n"
                  + wording.product()
                  + " left the following resources in state after executing "
                  + file.path()
                  + "/"
                  + run.name()
                  + ", and they need to be cleaned up manually:\n  - "
                  + String.join("\n  - ", addresses));
      terminal.err().flush();
    }
    diagnostics(diagnostics);
  }

  @Override
  public void ended(TestFile file, TestStatus status) {
    terminal.line(file.path() + "... " + shown(status));
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
