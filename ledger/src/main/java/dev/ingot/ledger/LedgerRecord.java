package dev.ingot.ledger;

import java.time.Instant;

/**
 * One link of the chain.
 *
 * @param sequence its place, from 1 without gaps
 * @param time when it was appended
 * @param actor who: {@code user@host}
 * @param kind what was done, as noun and verb
 * @param subject the object; may be empty
 * @param payload the details, a JSON object in canonical form
 * @param previousHash the hash of the record before it; 64 zeros for the first
 * @param hash SHA-256 in hexadecimal over the fields above, see {@link Ledger}
 */
public record LedgerRecord(
    long sequence,
    Instant time,
    String actor,
    String kind,
    String subject,
    String payload,
    String previousHash,
    String hash) {
  /** Whether the hash matches the content. Says nothing about the records before and after. */
  public boolean isIntact() {
    return hash.equals(
        Chain.hash(previousHash, sequence, time.toString(), actor, kind, subject, payload));
  }
}
