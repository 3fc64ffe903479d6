package dev.ingot.registry.catalog;

import java.time.Instant;
import java.util.Optional;

/**
 * One move of a channel.
 *
 * @param bucket the bucket's name
 * @param channel the channel's name
 * @param time when
 * @param actor who
 * @param from the id of the version before
 * @param to the id of the version after
 * @param reason why; may be empty
 * @param rollback whether it took back an earlier move
 */
public record Assignment(
    String bucket,
    String channel,
    Instant time,
    String actor,
    Optional<String> from,
    Optional<String> to,
    String reason,
    boolean rollback) {}
