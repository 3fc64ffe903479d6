package dev.ingot.registry.content;

import java.time.Instant;
import java.util.Optional;

/**
 * One step in the making of an image.
 *
 * @param created when
 * @param createdBy by which command or step; may be empty
 * @param comment may be empty
 * @param emptyLayer whether the step added no layer
 */
public record HistoryEntry(
    Optional<Instant> created, String createdBy, String comment, boolean emptyLayer) {}
