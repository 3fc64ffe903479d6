package dev.ingot.registry.catalog;

import java.time.Instant;

/**
 * Who is baking a version.
 *
 * @param owner who, such as {@code user@host:pid}
 * @param since when they began
 * @param until when others may take over, unless it is renewed
 */
public record Lease(String owner, Instant since, Instant until) {}
