package dev.ingot.lang.value;

import java.util.Optional;

/**
 * What is known of an unknown value. Rules: the refinements that the plugin protocol carries
 * (extension 12 of its MessagePack form).
 *
 * @param notNull certainly not null
 * @param prefix the known beginning of a string
 * @param lower the least a number can be
 * @param upper the most a number can be
 * @param minLength the least number of elements of a collection
 * @param maxLength the most elements of a collection; {@link Integer#MAX_VALUE} for no bound
 */
public record Refinement(
    boolean notNull,
    String prefix,
    Optional<Bound> lower,
    Optional<Bound> upper,
    int minLength,
    int maxLength) {

  /** One end of the interval a number is in. */
  public record Bound(BigFloat number, boolean inclusive) {}

  /** Nothing is known. */
  public static final Refinement NONE =
      new Refinement(false, "", Optional.empty(), Optional.empty(), 0, Integer.MAX_VALUE);

  /** Certainly not null, nothing else. */
  public static final Refinement NOT_NULL =
      new Refinement(true, "", Optional.empty(), Optional.empty(), 0, Integer.MAX_VALUE);
}
