package dev.ingot.rollout.analysis;

import java.util.OptionalDouble;

/** The result of measuring once. */
public sealed interface Measurement {
  /**
   * A value.
   *
   * @param value of the new machines
   * @param baseline of the old machines at the same time
   */
  record Value(double value, OptionalDouble baseline) implements Measurement {}

  /** There was too little to measure. */
  record TooLittle(String why) implements Measurement {}

  /** It could not be measured. Missing data is never healthy. */
  record Unmeasured(String why) implements Measurement {}
}
