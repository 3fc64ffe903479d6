package dev.ingot.health;

import java.time.Duration;

/**
 * A check that is repeated.
 *
 * @param check the check
 * @param interval the time between a result and the next check
 * @param isNew whether no machine of today can pass it: the next version is the first to
 */
public record HealthCheck(Check check, Duration interval, boolean isNew) {
  /** One that machines of today may pass. */
  public HealthCheck(Check check, Duration interval) {
    this(check, interval, false);
  }
}
