package dev.ingot.deploy.test;

import dev.ingot.deploy.Plan;
import dev.ingot.deploy.configuration.TestFile;
import dev.ingot.deploy.configuration.TestRun;
import dev.ingot.lang.Diagnostic;
import dev.ingot.state.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Is told how tests go. */
public interface TestObserver {
  /** A file begins. */
  void begins(TestFile file);

  /** A run begins. */
  void begins(TestFile file, TestRun run);

  /**
   * What a run has led to.
   *
   * @param plan what was planned
   * @param state what is deployed after it was applied
   * @param failed how many assertions failed
   * @param elapsed empty if it was skipped
   */
  record Outcome(
      List<Diagnostic> diagnostics,
      Optional<Plan> plan,
      Optional<State> state,
      int failed,
      Optional<Duration> elapsed) {
    /** Of a run that was skipped. */
    static final Outcome NONE =
        new Outcome(List.of(), Optional.empty(), Optional.empty(), 0, Optional.empty());

    public Outcome {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** A run has ended. */
  void ended(TestFile file, TestRun run, TestStatus status, Outcome outcome);

  /** What a file deployed begins to be destroyed. */
  void tearingDown(TestFile file);

  /** What a run deployed begins to be destroyed. */
  void tearingDown(TestFile file, TestRun run);

  /** What a run deployed could not be destroyed, or not without a warning. */
  void tornDown(TestFile file, TestRun run, List<Diagnostic> diagnostics, State left);

  /**
   * A file has ended.
   *
   * @param diagnostics of the file as a whole
   */
  void ended(TestFile file, TestStatus status, List<Diagnostic> diagnostics);
}
