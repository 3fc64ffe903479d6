package dev.ingot.deploy;

import dev.ingot.lang.Diagnostic;
import java.util.List;

/**
 * The result of applying, or of one stage.
 *
 * @param diagnostics problems to report
 * @param added how many objects were created so far
 * @param changed how many were updated so far
 * @param destroyed how many were destroyed so far
 * @param cancelled whether it was asked to stop before all was done
 * @param checks results of conditions
 */
public record ApplyResult(
    List<Diagnostic> diagnostics,
    int added,
    int changed,
    int destroyed,
    boolean cancelled,
    List<CheckResult> checks) {
  public ApplyResult {
    diagnostics = List.copyOf(diagnostics);
    checks = List.copyOf(checks);
  }

  /** Whether there are errors. */
  public boolean hasErrors() {
    return Diagnostic.anyError(diagnostics);
  }
}
