package dev.ingot.deploy.test;

/** How a run, a file of runs, or a whole test went; later ones are worse. */
public enum TestStatus {
  PENDING,
  SKIP,
  PASS,
  /** An expectation was not met. */
  FAIL,
  /** It could not be carried out. */
  ERROR;

  /** The worse of two. */
  public TestStatus worse(TestStatus other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
