package dev.ingot.health;

import java.time.Duration;

/**
 * A check that is repeated.
 *
 * @param check the check
 * @param interval the time between a result and the next check
 */
public record HealthCheck(Check check, Duration interval) {}
