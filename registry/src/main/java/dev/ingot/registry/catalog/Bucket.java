package dev.ingot.registry.catalog;

import java.time.Instant;
import java.util.Map;

/**
 * A named line of versions of one image.
 *
 * @param name unique in the registry
 * @param labels sorted
 * @param created when its first version was begun
 */
public record Bucket(String name, Map<String, String> labels, Instant created) {}
