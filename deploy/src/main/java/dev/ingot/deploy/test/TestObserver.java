package dev.ingot.deploy.test;

import dev.ingot.deploy.Plan;
import dev.ingot.deploy.configuration.TestFile;
import dev.ingot.deploy.configuration.TestRun;
import dev.ingot.lang.Diagnostic;
import dev.ingot.state.State;
import java.util.List;
import java.util.Optional;

/** Is told how tests go. */
public interface TestObserver {
  /** A file begins. */
  void begins(TestFile file);

  /** A run begins. */
  void begins(TestFile file, TestRun run);

  /**
   * A run has ended.
   *
   * @param plan what was planned
   * @param state what is deployed after it was applied
   */
  void ended(
      TestFile file,
      TestRun run,
      TestStatus status,
      List<Diagnostic> diagnostics,
      Optional<Plan> plan,
      Optional<State> state);

  /** What a file deployed begins to be destroyed. */
  void tearingDown(TestFile file);

  /** What a run deployed begins to be destroyed. */
  void tearingDown(TestFile file, TestRun run);

  /** What a run deployed could not be destroyed, or not without a warning. */
  void tornDown(TestFile file, TestRun run, List<Diagnostic> diagnostics, State left);

  /** A file has ended. */
  void ended(TestFile file, TestStatus status);
}
