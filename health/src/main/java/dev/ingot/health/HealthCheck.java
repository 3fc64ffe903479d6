package dev.ingot.health;

import java.time.Duration;

/**
 * A check that is made again and again.
 *
 * @param check what is asked
 * @param interval the time from one answer to the next question
 */
public record HealthCheck(Check check, Duration interval) {}
