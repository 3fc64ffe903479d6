package dev.ingot.ledger;

/** The result of verifying a whole ledger. */
public sealed interface Verification {
  /** Every record is as it was appended, and none is missing. */
  record Intact(Head head) implements Verification {}

  /**
   * The ledger was changed.
   *
   * @param sequence the first wrong record; for a missing one, its number
   * @param fault how
   * @param message for people: what was found and what to do
   */
  record Broken(long sequence, Fault fault, String message) implements Verification {}

  /** How a ledger was changed. */
  enum Fault {
    /** A field of this record, or of the one before it, isn't what was appended. */
    EDITED,
    /** This record is missing while later ones are there. */
    REMOVED,
    /** This record was never appended. */
    INSERTED,
    /** This record and all later ones are missing. */
    TRUNCATED,
    /** The chain is consistent, but doesn't match the checkpoint. */
    REWRITTEN,
    /** The checkpoint beside the database is missing or can't be read. */
    CHECKPOINT_DAMAGED,
    /** The file is no longer an intact database; what can be read of it may be incomplete. */
    FILE_DAMAGED,
    /** The table of releases, or an attachment, contradicts the chain. */
    RELEASE_EDITED
  }
}
