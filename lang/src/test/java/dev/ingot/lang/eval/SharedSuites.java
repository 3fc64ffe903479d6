package dev.ingot.lang.eval;

import java.nio.file.Path;

/** Where suites of others are, which are run but never copied. */
final class SharedSuites {
  private SharedSuites() {}

  /** A folder of recorded behaviour beside the repository, which need not be there. */
  static Path folder(String name) {
    return Path.of("")
        .toAbsolutePath()
        .resolve("../../shared/conformance")
        .resolve(name)
        .normalize();
  }
}
