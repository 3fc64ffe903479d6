package dev.ingot.home;

import dev.ingot.deploy.operation.ApplyOperation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.ledger.ApplyRecord;
import dev.ingot.ledger.Head;
import dev.ingot.ledger.LedgerException;
import dev.ingot.ledger.LedgerRecord;
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
  private final NotedHead noted;
  private Optional<CompletableFuture<LedgerRecord>> begun = Optional.empty();

  ApplyRecorder(Home home, ApplyRecord record, NotedHead noted) {
    this.home = home;
    this.record = record;
    this.noted = noted;
  }

  /** Records that it begins. */
  void begin() {
    CompletableFuture<LedgerRecord> recorded = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("apply-record")
        .start(
            () -> {
              try {
                recorded.complete(home.record(record.started()));
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
      LedgerRecord started = begun.isPresent() ? begun.get().join() : home.record(record.started());
      LedgerRecord finished =
          home.record(
              record.finished(
                  counts.isPresent() ? ApplyRecord.Outcome.COMPLETE : ApplyRecord.Outcome.FAILED,
                  counts.map(ApplyRecorder::counted).orElse(Map.of()),
                  serial));
      Optional<Diagnostic> older =
          noted
              .read()
              .filter(head -> isMissing(head, started))
              .map(head -> older(head, started.sequence() - 1));
      noted.write(new Head(finished.sequence(), finished.hash()));
      return older;
    } catch (CompletionException e) {
      return Optional.of(
          unrecorded(String.valueOf(e.getCause() == null ? e : e.getCause().getMessage())));
    } catch (LedgerException e) {
      return Optional.of(unrecorded(String.valueOf(e.getMessage())));
    }
  }

  /** Whether the ledger, of which one record is known, lacks the end that was noted. */
  private static boolean isMissing(Head head, LedgerRecord started) {
    long count = started.sequence() - 1;
    return count < head.count()
        || (count == head.count() && !started.previousHash().equals(head.hash()));
  }

  private static Diagnostic older(Head head, long count) {
    return Diagnostic.warning(
        "Ledger is not the one it was",
        "After an earlier apply in this folder the ledger had "
            + head.count()
            + " records, the last of which is missing; before this one it had "
            + count
            + ". It was removed, or an older copy was put back. This apply was recorded in the"
            + " present one; restore the newer one if it still exists.");
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
