package dev.ingot.state.journal;

import java.util.List;
import java.util.Optional;

/**
 * What can be read of a journal.
 *
 * @param records in order
 * @param damaged how many places could not be read although more follows, or although complete
 * @param firstDamage the first of them, in bytes from the start
 * @param dropped how many bytes at the end are not a record
 * @param intact how many bytes there are up to the end of the last record
 * @param next the sequence number of the record that may follow
 */
public record JournalContent(
    List<JournalRecord> records,
    int damaged,
    long firstDamage,
    long dropped,
    long intact,
    long next) {
  /** The first record, if it can be read. */
  public Optional<JournalRecord.Header> header() {
    return !records.isEmpty() && records.getFirst() instanceof JournalRecord.Header header
        ? Optional.of(header)
        : Optional.empty();
  }
}
