package dev.ingot.ledger;

import dev.ingot.storage.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The hash that ties a record to its content and to the record before it. */
final class Chain {
  private static final String DOMAIN = "ingot-ledger-1";

  private Chain() {}

  /**
   * SHA-256 over the domain, the sequence as eight bytes, and each text as four bytes of length and
   * its UTF-8 bytes: the previous hash, time, actor, kind, subject, payload. The lengths make a
   * shift of text from one field into the next detectable.
   */
  static String hash(
      String previousHash,
      long sequence,
      String time,
      String actor,
      String kind,
      String subject,
      String payload) {
    Digest.Hasher digest = Digest.hasher();
    update(digest, DOMAIN);
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(sequence).flip());
    update(digest, previousHash);
    update(digest, time);
    update(digest, actor);
    update(digest, kind);
    update(digest, subject);
    update(digest, payload);
    return digest.digest().hex();
  }

  /** The record of an entry at the end of a chain. */
  static LedgerRecord next(Head head, Entry entry, Instant time) {
    long sequence = head.count() + 1;
    String payload = entry.payload().json();
    String hash =
        hash(
            head.hash(),
            sequence,
            time.toString(),
            entry.actor(),
            entry.kind(),
            entry.subject(),
            payload);
    return new LedgerRecord(
        sequence, time, entry.actor(), entry.kind(), entry.subject(), payload, head.hash(), hash);
  }

  private static void update(Digest.Hasher digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }
}
