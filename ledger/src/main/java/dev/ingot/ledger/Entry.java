package dev.ingot.ledger;

import java.nio.charset.StandardCharsets;

/**
 * An action, before the ledger has assigned it a sequence number.
 *
 * @param actor who: {@code user@host}
 * @param kind what was done, as noun and verb: {@code image.baked}, {@code channel.assigned}
 * @param subject the object: an address, a bucket, a channel; may be empty
 * @param payload the details
 */
public record Entry(String actor, String kind, String subject, Payload payload) {
  /**
   * Replaces what can't be written as UTF-8.
   *
   * @throws IllegalArgumentException if the kind isn't lower-case words joined by dots
   */
  public Entry {
    if (!isKind(kind)) {
      throw new IllegalArgumentException("not a kind of ledger record: " + kind);
    }
    actor = wellFormed(actor);
    subject = wellFormed(subject);
  }

  /** Without details. */
  public Entry(String actor, String kind, String subject) {
    this(actor, kind, subject, Payload.empty());
  }

  private static boolean isKind(String text) {
    boolean empty = true;
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      boolean letter = unit >= 'a' && unit <= 'z';
      boolean other = (unit >= '0' && unit <= '9') || unit == '_' || unit == '-';
      if (unit == '.' ? empty : !letter && (at == 0 || !other)) {
        return false;
      }
      empty = unit == '.';
    }
    return !empty;
  }

  // A lone surrogate has no UTF-8 form: what is hashed and what is read back would differ.
  static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
