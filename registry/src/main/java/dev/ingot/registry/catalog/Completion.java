package dev.ingot.registry.catalog;

import dev.ingot.storage.Digest;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a finished bake.
 *
 * @param image the digest of a manifest or index in the content store; empty if all builds are
 *     elsewhere
 * @param sbom the digest of its bill of materials in the content store
 * @param provenance the digest of the statement on how it was made in the content store
 * @param labels added to those that were given at the beginning
 * @param metadata added to what was given at the beginning
 */
public record Completion(
    Optional<Digest> image,
    Optional<Digest> sbom,
    Optional<Digest> provenance,
    Map<String, String> labels,
    Map<String, String> metadata) {
  /** Copies the maps. */
  public Completion {
    labels = TextMaps.sorted(labels);
    metadata = TextMaps.sorted(metadata);
  }

  /** An image in the content store. */
  public static Completion ofImage(Digest image) {
    return new Completion(
        Optional.of(image), Optional.empty(), Optional.empty(), Map.of(), Map.of());
  }

  /** Builds that are all elsewhere. */
  public static Completion elsewhere() {
    return new Completion(Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), Map.of());
  }

  /** The same with a bill of materials. */
  public Completion withSbom(Digest other) {
    return new Completion(image, Optional.of(other), provenance, labels, metadata);
  }

  /** The same with a statement on how it was made. */
  public Completion withProvenance(Digest other) {
    return new Completion(image, sbom, Optional.of(other), labels, metadata);
  }

  /** The same with labels. */
  public Completion withLabels(Map<String, String> other) {
    return new Completion(image, sbom, provenance, other, metadata);
  }

  /** The same with metadata. */
  public Completion withMetadata(Map<String, String> other) {
    return new Completion(image, sbom, provenance, labels, other);
  }
}
