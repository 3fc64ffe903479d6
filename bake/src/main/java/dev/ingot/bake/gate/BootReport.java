package dev.ingot.bake.gate;

import java.time.Duration;
import java.util.List;

/** The result of a boot test. */
public sealed interface BootReport {
  /** The last lines of the machine's output. */
  List<String> log();

  /** How long the test took. */
  Duration took();

  /**
   * The image may be promoted.
   *
   * @param answer the last result of the check
   * @param ready how long the machine took to become healthy
   */
  record Passed(String answer, Duration ready, List<String> log, Duration took)
      implements BootReport {
    public Passed {
      log = List.copyOf(log);
    }
  }

  /**
   * The image must not be promoted.
   *
   * @param asked the check, such as {@code GET http://127.0.0.2:8080/healthz}
   * @param answered its last result, or how the machine ended
   */
  record Failed(String asked, String answered, List<String> log, Duration took)
      implements BootReport {
    public Failed {
      log = List.copyOf(log);
    }
  }
}
