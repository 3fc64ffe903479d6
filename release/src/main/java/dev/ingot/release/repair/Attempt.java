package dev.ingot.release.repair;

import dev.ingot.address.InstanceAddress;
import java.time.Instant;

/**
 * A repair that was begun.
 *
 * @param address what was replaced
 * @param at when it began
 * @param end how it ended
 */
public record Attempt(InstanceAddress address, Instant at, End end) {
  /** How a repair ended. */
  public enum End {
    /** Its process died: what it began is finished by the next release. */
    UNKNOWN,
    /** The new machine is healthy. */
    VERIFIED,
    /** It was rolled back, or is paused. */
    FAILED
  }
}
