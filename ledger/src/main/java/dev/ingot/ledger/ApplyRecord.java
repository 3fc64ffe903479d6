package dev.ingot.ledger;

import java.util.Map;

/**
 * An apply or destroy outside of a release, as two records of the chain: {@code apply.started}
 * before anything is changed, and {@code apply.finished} after. A start without an end belongs to a
 * process that died.
 *
 * @param actor who did it: {@code user@host}
 * @param stack the folder of the configuration
 * @param mode {@code normal}, {@code destroy} or {@code refresh-only}
 * @param configurationDigest the digest of all configuration files
 * @param lineage of the state; empty if there was none yet
 * @param serial of the state before
 */
public record ApplyRecord(
    String actor,
    String stack,
    String mode,
    String configurationDigest,
    String lineage,
    long serial) {
  /** The kind of the first record. */
  public static final String STARTED = "apply.started";

  /** The kind of the second. */
  public static final String FINISHED = "apply.finished";

  /** How an apply ended. */
  public enum Outcome {
    /** Everything planned was done. */
    COMPLETE("complete"),
    /** Some of it failed or it was interrupted; completed changes stay. */
    FAILED("failed");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }
  }

  /** The entry to append before anything is changed. */
  public Entry started() {
    return new Entry(actor, STARTED, stack, details().build());
  }

  /**
   * The entry to append at the end.
   *
   * @param counts numbers of changes, such as {@code added}
   * @param after the state's serial afterwards
   */
  public Entry finished(Outcome outcome, Map<String, Integer> counts, long after) {
    Payload.Builder counted = Payload.builder();
    counts.forEach(counted::number);
    return new Entry(
        actor,
        FINISHED,
        stack,
        details()
            .text("outcome", outcome.word)
            .object("counts", counted.build())
            .number("serial_after", after)
            .build());
  }

  private Payload.Builder details() {
    return Payload.builder()
        .text("mode", mode)
        .text("configuration", configurationDigest)
        .text("lineage", lineage)
        .number("serial", serial);
  }
}
