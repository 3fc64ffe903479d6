package dev.ingot.rollout.core;

/**
 * A point at which a rollout waits for a person.
 *
 * @param point which one
 * @param wave the wave at whose end or beginning it is
 */
public record Gate(Point point, int wave) {
  /** The points, in the order in which a wave passes them. */
  public enum Point {
    /** Before the first machine is changed. */
    START("start"),
    /** The new machines of the first wave are healthy; before traffic moves to them. */
    MOVE("move"),
    /** The analysis of a step was inconclusive. */
    ANALYSIS("analysis"),
    /** A step of a canary has been observed. */
    STEP("step"),
    /** All machines are new and have been watched; before the last old ones are destroyed. */
    PROMOTE("promote");

    private final String word;

    Point(String word) {
      this.word = word;
    }

    /** As settings and logs name it. */
    public String word() {
      return word;
    }
  }
}
