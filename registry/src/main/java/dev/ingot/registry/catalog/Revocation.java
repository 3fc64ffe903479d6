package dev.ingot.registry.catalog;

import java.time.Instant;

/**
 * Why a version must not be used any more.
 *
 * @param time when it was revoked
 * @param actor who did it
 * @param message why
 */
public record Revocation(Instant time, String actor, String message) {}
