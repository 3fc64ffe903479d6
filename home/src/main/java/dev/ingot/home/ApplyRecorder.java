package dev.ingot.home;

import dev.ingot.deploy.operation.ApplyOperation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.ledger.ApplyRecord;
import dev.ingot.ledger.LedgerException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Records an apply in the ledger, the first record while the apply begins. An apply that finds
 * nothing to do and leaves the state as it was is not recorded. A failure to record is reported but
 * doesn't stop the apply, since the changes are in the state.
 */
final class ApplyRecorder {
  private final Home home;
  private final ApplyRecord record;
  private Optional<CompletableFuture<Boolean>> begun = Optional.empty();

  ApplyRecorder(Home home, ApplyRecord record) {
    this.home = home;
    this.record = record;
  }

  /** Records that it begins. */
  void begin() {
    CompletableFuture<Boolean> recorded = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("apply-record")
        .start(
            () -> {
              try {
                home.record(record.started());
                recorded.complete(true);
              } catch (RuntimeException | Error e) {
                // Whatever it is, since the end of the apply waits for this.
                recorded.completeExceptionally(e);
              }
            });
    begun = Optional.of(recorded);
  }

  /**
   * Records the end, and the beginning where the state was changed unexpectedly.
   *
   * @param counts the changes; empty if it failed
   * @param serial the state's serial after the apply
   * @return a warning if it can't be recorded
   */
  Optional<Diagnostic> finish(Optional<ApplyOperation.Counts> counts, long serial) {
    if (begun.isEmpty() && counts.isPresent() && serial == record.serial()) {
      return Optional.empty();
    }
    try {
      if (begun.isPresent()) {
        begun.get().join();
      } else {
        home.record(record.started());
      }
      home.record(
          record.finished(
              counts.isPresent() ? ApplyRecord.Outcome.COMPLETE : ApplyRecord.Outcome.FAILED,
              counts.map(ApplyRecorder::counted).orElse(Map.of()),
              serial));
      return Optional.empty();
    } catch (CompletionException e) {
      return Optional.of(
          unrecorded(String.valueOf(e.getCause() == null ? e : e.getCause().getMessage())));
    } catch (LedgerException e) {
      return Optional.of(unrecorded(String.valueOf(e.getMessage())));
    }
  }

  private static Map<String, Integer> counted(ApplyOperation.Counts counts) {
    return Map.of(
        "imported", counts.imported(),
        "added", counts.added(),
        "changed", counts.changed(),
        "destroyed", counts.destroyed());
  }

  private static Diagnostic unrecorded(String why) {
    return Diagnostic.warning(
        "Apply not recorded",
        "The changes are in the state, but could not be recorded in the ledger: " + why + ".");
  }
}
