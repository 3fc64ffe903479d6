package dev.ingot.registry.catalog;

import dev.ingot.storage.Digest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One source's part of a version.
 *
 * @param component the builder and its name, such as {@code ingot.base}
 * @param platform what it runs on, such as {@code linux/amd64}
 * @param image the manifest's digest, for an image in the content store
 * @param externalId what its own platform calls the image, where it is elsewhere; may be empty
 * @param region where it is elsewhere; may be empty
 * @param sourceImage what its own platform calls the image it was made from; may be empty
 * @param labels sorted
 * @param finished when
 */
public record Build(
    String component,
    String platform,
    Optional<Digest> image,
    String externalId,
    String region,
    String sourceImage,
    Map<String, String> labels,
    Instant finished) {
  /** Copies the labels. */
  public Build {
    labels = TextMaps.sorted(labels);
  }
}
