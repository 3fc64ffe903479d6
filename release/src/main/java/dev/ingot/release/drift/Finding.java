package dev.ingot.release.drift;

import dev.ingot.address.InstanceAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * One thing that isn't as it should be.
 *
 * @param address what it is about
 * @param reason what is wrong
 * @param detail the same in words, such as the attributes that differ
 * @param since when it became so; empty if that is unknown
 * @param replaceable whether a rollout of the stack replaces this instance
 */
public record Finding(
    InstanceAddress address,
    Reason reason,
    String detail,
    Optional<Instant> since,
    boolean replaceable) {}
