package dev.ingot.state.journal;

import dev.ingot.state.Change;
import dev.ingot.state.Intent;
import java.time.Instant;
import java.util.List;

/** One record of a journal. */
public sealed interface JournalRecord {
  /**
   * The first record: the snapshot that the others continue from.
   *
   * @param lineage of the snapshot, or the one the first snapshot will get
   * @param serial of the snapshot; 0 if there is none
   * @param digest of the snapshot's bytes; empty if there is none
   * @param token the fencing token of the writer
   * @param program who writes it
   */
  record Header(
      String lineage, long serial, String digest, long token, Instant created, String program)
      implements JournalRecord {}

  /** A provider is about to be asked for something. */
  record Begin(long number, Instant time, Intent intent) implements JournalRecord {}

  /** What a provider was asked for is settled, with these changes. */
  record Finish(long number, List<Change> changes) implements JournalRecord {
    public Finish {
      changes = List.copyOf(changes);
    }
  }

  /** Changes that no provider was asked for. */
  record Changes(List<Change> changes) implements JournalRecord {
    public Changes {
      changes = List.copyOf(changes);
    }
  }

  /** A snapshot with everything up to here is about to replace the one before. */
  record Checkpoint(long serial, String digest) implements JournalRecord {}
}
