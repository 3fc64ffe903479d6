package dev.ingot.rollout.analysis;

/**
 * What a measurement, or a whole analysis, says.
 *
 * @param evidence with its numbers, for people
 */
public record Judged(Kind kind, String evidence) {
  /** The kinds. */
  public enum Kind {
    /** The new machines do well. */
    SUCCESSFUL,
    /** They don't. */
    FAILED,
    /** It can't be told: a person decides. */
    INCONCLUSIVE,
    /** It could not be measured. */
    ERROR
  }

  static Judged successful(String evidence) {
    return new Judged(Kind.SUCCESSFUL, evidence);
  }

  static Judged failed(String evidence) {
    return new Judged(Kind.FAILED, evidence);
  }

  static Judged inconclusive(String evidence) {
    return new Judged(Kind.INCONCLUSIVE, evidence);
  }

  static Judged error(String evidence) {
    return new Judged(Kind.ERROR, evidence);
  }
}
