package dev.ingot.cli.view;

import dev.ingot.deploy.configuration.TestFile;
import dev.ingot.deploy.test.TestObserver;
import dev.ingot.deploy.test.TestSuite;
import dev.ingot.lang.Diagnostic;
import java.util.Collection;
import java.util.List;

/** The output of tests, for people or for programs. */
public interface TestView extends TestObserver {
  /** Prints diagnostics that belong to no run. */
  void diagnostics(Collection<Diagnostic> diagnostics);

  /** Lists what will run. */
  void found(List<TestFile> files);

  /** Prints the overall result. */
  void concluded(TestSuite.Summary summary);

  /** Several outputs at once. */
  static TestView all(List<TestView> views) {
    return views.size() == 1 ? views.getFirst() : new TestViews(views);
  }

  /** The summary in a sentence. */
  static String sentence(TestSuite.Summary summary) {
    boolean good =
        switch (summary.status()) {
          case PENDING, SKIP, PASS -> true;
          case FAIL, ERROR -> false;
        };
    return (good ? "Success! " : "Failure! ")
        + summary.passed()
        + " passed, "
        + (summary.failed() + summary.errored())
        + " failed"
        + (summary.skipped() > 0 ? ", " + summary.skipped() + " skipped." : ".");
  }
}
