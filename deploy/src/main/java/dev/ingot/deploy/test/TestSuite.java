package dev.ingot.deploy.test;

import dev.ingot.deploy.configuration.TestFile;
import dev.ingot.graph.Cancellation;
import java.util.List;

/**
 * Runs the tests of a configuration, file after file. What a file deploys is destroyed when the
 * file ends; nothing of it is written to a state file.
 */
public final class TestSuite {
  private final TestBench bench;
  private final TestObserver observer;
  private final Cancellation cancellation;

  /**
   * @param bench what runs are carried out with
   * @param cancellation asks to stop: runs that have not begun are skipped
   */
  public TestSuite(TestBench bench, TestObserver observer, Cancellation cancellation) {
    this.bench = bench;
    this.observer = observer;
    this.cancellation = cancellation;
  }

  /**
   * How many runs went which way.
   *
   * @param failed those that did not meet an expectation
   * @param errored those that could not be carried out
   */
  public record Summary(TestStatus status, int passed, int failed, int errored, int skipped) {
    /** Nothing was run. */
    public static final Summary NOTHING = new Summary(TestStatus.PENDING, 0, 0, 0, 0);

    Summary with(TestStatus run) {
      return new Summary(
          status.worse(run),
          passed + (run == TestStatus.PASS ? 1 : 0),
          failed + (run == TestStatus.FAIL ? 1 : 0),
          errored + (run == TestStatus.ERROR ? 1 : 0),
          skipped + (run == TestStatus.SKIP ? 1 : 0));
    }
  }

  /** Runs all. */
  public Summary run(List<TestFile> files) {
    Summary summary = Summary.NOTHING;
    for (TestFile file : files) {
      observer.begins(file);
      TestFileRun running = new TestFileRun(file, bench, observer, cancellation);
      TestStatus status = file.runs().isEmpty() ? TestStatus.PASS : TestStatus.PENDING;
      for (TestStatus came : running.run()) {
        status = status.worse(came);
        summary = summary.with(came);
      }
      observer.tearingDown(file);
      if (!running.tearDown()) {
        status = status.worse(TestStatus.ERROR);
        summary =
            new Summary(
                TestStatus.ERROR,
                summary.passed(),
                summary.failed(),
                summary.errored(),
                summary.skipped());
      }
      observer.ended(file, status, running.strays());
    }
    return summary;
  }
}
