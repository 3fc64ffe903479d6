package dev.ingot.deploy.operation;

import dev.ingot.deploy.ApplyRequest;
import dev.ingot.deploy.ApplyResult;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.state.StateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Applies a whole plan. */
public final class ApplyOperation {
  private ApplyOperation() {}

  /**
   * The result of applying.
   *
   * @param counts how many objects were changed; empty where not all was done
   * @param diagnostics what is to be shown
   */
  public record Applied(Optional<Counts> counts, List<Diagnostic> diagnostics) {
    public Applied {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** How many objects were changed. */
  public record Counts(int imported, int added, int changed, int destroyed) {}

  /**
   * Applies it; a snapshot of the state is written at the end.
   *
   * @throws StateException if the state can't be written
   */
  public static Applied apply(ApplyRequest request) {
    Result<ApplySession> opened = ApplySession.open(request);
    List<Diagnostic> all = new ArrayList<>(opened.diagnostics());
    if (opened.value().isEmpty()) {
      return new Applied(Optional.empty(), all);
    }
    ApplyResult result;
    try (ApplySession session = opened.value().get()) {
      result = session.run();
    }
    request.state().commit();
    all.addAll(result.diagnostics());
    if (result.hasErrors() || result.cancelled()) {
      return new Applied(Optional.empty(), all);
    }
    int imported =
        (int)
            request.plan().changes().stream()
                .filter(change -> change.importKey().isPresent())
                .count();
    return new Applied(
        Optional.of(new Counts(imported, result.added(), result.changed(), result.destroyed())),
        all);
  }
}
