package dev.ingot.state;

import java.time.Instant;
import java.util.Optional;

/**
 * A change that was started and whose outcome was not recorded: the process died between. To be
 * looked up through the provider, or named to the user.
 *
 * @param begun when
 * @param plannedId the attribute {@code id} that the object was to get, or has, if known
 */
public record Unresolved(long number, Intent intent, Instant begun, Optional<String> plannedId) {}
