package dev.ingot.ledger;

import java.util.Optional;

/**
 * A query for records, newest first.
 *
 * @param kind only this kind
 * @param subject only this subject
 * @param before only records with a smaller sequence, for reading the next page
 * @param limit at most this many
 */
public record Query(
    Optional<String> kind, Optional<String> subject, Optional<Long> before, int limit) {
  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if the limit is below 1
   */
  public Query {
    if (limit < 1) {
      throw new IllegalArgumentException("the limit must be at least 1, but is " + limit);
    }
  }

  /** The newest records of every kind. */
  public static Query newest(int limit) {
    return new Query(Optional.empty(), Optional.empty(), Optional.empty(), limit);
  }

  /** The same, of one kind. */
  public Query ofKind(String only) {
    return new Query(Optional.of(only), subject, before, limit);
  }

  /** The same, of one subject. */
  public Query ofSubject(String only) {
    return new Query(kind, Optional.of(only), before, limit);
  }

  /** The same, older than a sequence. */
  public Query before(long sequence) {
    return new Query(kind, subject, Optional.of(sequence), limit);
  }
}
