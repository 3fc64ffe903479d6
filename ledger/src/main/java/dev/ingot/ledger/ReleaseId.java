package dev.ingot.ledger;

/**
 * Names a release.
 *
 * @param stack what is released: an absolute folder or a given name
 * @param number counts from 1 in each stack
 */
public record ReleaseId(String stack, long number) {
  /** Replaces what can't be written as UTF-8. */
  public ReleaseId {
    stack = Entry.wellFormed(stack);
  }

  /** The subject of this release's ledger records: {@code stack#number}. */
  public String subject() {
    return stack + "#" + number;
  }
}
