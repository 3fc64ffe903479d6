package dev.ingot.ledger;

/**
 * The end of the chain.
 *
 * @param count the number of records
 * @param hash the last record's hash; 64 zeros if there is none
 */
public record Head(long count, String hash) {
  /** The chain's start. */
  static final Head EMPTY = new Head(0, "0".repeat(64));
}
