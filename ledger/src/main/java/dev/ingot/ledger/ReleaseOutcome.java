package dev.ingot.ledger;

/** The outcome of a release. */
public enum ReleaseOutcome {
  /** Started and not finished; if its process died, it stays so until it is finished by another. */
  RUNNING("running"),
  /** Finished, and its checks passed. */
  VERIFIED("verified"),
  /** Rolled back, automatically or later. */
  REVERTED("reverted"),
  /** Ended with errors; completed changes stay. */
  FAILED("failed");

  private final String word;

  ReleaseOutcome(String word) {
    this.word = word;
  }

  /** The word in records. */
  public String word() {
    return word;
  }

  static ReleaseOutcome parse(String word) {
    for (ReleaseOutcome outcome : values()) {
      if (outcome.word.equals(word)) {
        return outcome;
      }
    }
    throw new IllegalArgumentException("not an outcome of a release: " + word);
  }
}
