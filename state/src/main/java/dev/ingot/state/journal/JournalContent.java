package dev.ingot.state.journal;

import java.util.List;
import java.util.Optional;

/**
 * What can be read of a journal.
 *
 * @param records in order
 * @param damaged how many places could not be read that were durable once
 * @param firstDamage the first of them, in bytes from the start
 * @param lost how many bytes they are
 * @param intact how many bytes there are up to the end of the last record
 * @param next the sequence number of the record that may follow
 * @param earlier whether it was written by an earlier version of this program, in a form that can't
 *     be read any more
 */
public record JournalContent(
    List<JournalRecord> records,
    int damaged,
    long firstDamage,
    long lost,
    long intact,
    long next,
    boolean earlier) {
  /** The first record, if it can be read. */
  public Optional<JournalRecord.Header> header() {
    return !records.isEmpty() && records.getFirst() instanceof JournalRecord.Header header
        ? Optional.of(header)
        : Optional.empty();
  }
}
