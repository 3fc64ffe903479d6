package dev.ingot.registry.catalog;

import dev.ingot.storage.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One version of a bucket's image.
 *
 * @param id a ULID, unique everywhere
 * @param bucket the bucket's name
 * @param number counts from 1 in each bucket; never given twice
 * @param fingerprint the hash of all inputs; unique in the bucket
 * @param status its status
 * @param created when it was begun
 * @param finished when it became complete, failed or was cancelled
 * @param image the digest of its manifest or index in the content store
 * @param builds its parts, in the order in which they were finished
 * @param labels sorted
 * @param metadata about the bake: tools, commit, run; sorted
 * @param lineage where it comes from
 * @param sbom the digest of its bill of materials in the content store
 * @param provenance the digest of the statement on how it was made in the content store
 * @param message how it failed or why it was cancelled; may be empty
 * @param revocation why it must not be used
 * @param lease who is baking it
 */
public record Version(
    String id,
    String bucket,
    long number,
    String fingerprint,
    VersionStatus status,
    Instant created,
    Optional<Instant> finished,
    Optional<Digest> image,
    List<Build> builds,
    Map<String, String> labels,
    Map<String, String> metadata,
    Lineage lineage,
    Optional<Digest> sbom,
    Optional<Digest> provenance,
    String message,
    Optional<Revocation> revocation,
    Optional<Lease> lease) {
  /** Copies the collections. */
  public Version {
    builds = List.copyOf(builds);
    labels = TextMaps.sorted(labels);
    metadata = TextMaps.sorted(metadata);
  }

  /** The number for people: {@code v3}. */
  public String label() {
    return "v" + number;
  }

  /** The name in the content store's {@code index.json}: {@code web:v3}. */
  public String reference() {
    return bucket + ":" + label();
  }

  /** Its builds that are on platforms of their own, such as images of a cloud. */
  public List<Build> elsewhere() {
    return builds.stream().filter(build -> !build.externalId().isEmpty()).toList();
  }

  /** Whether it may be used: complete, neither revoked nor retired. */
  public boolean usable() {
    return status == VersionStatus.ACTIVE || status == VersionStatus.DEPRECATED;
  }
}
