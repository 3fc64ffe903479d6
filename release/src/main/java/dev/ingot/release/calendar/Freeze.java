package dev.ingot.release.calendar;

import java.time.Instant;

/**
 * A span of time in which nothing is replaced on schedule.
 *
 * @param from when it begins
 * @param to when it ends, after {@code from}
 */
public record Freeze(Instant from, Instant to) {
  /** Whether a moment is within it. */
  public boolean contains(Instant moment) {
    return !moment.isBefore(from) && moment.isBefore(to);
  }
}
