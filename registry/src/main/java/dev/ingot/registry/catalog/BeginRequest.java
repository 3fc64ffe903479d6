package dev.ingot.registry.catalog;

import java.time.Duration;
import java.util.Map;

/**
 * What is known when a bake begins.
 *
 * @param bucket lower-case letters, digits, dots, dashes and underscores
 * @param fingerprint the hash of all inputs
 * @param actor who: {@code user@host}
 * @param owner the process, unique among all that may run at the same time, such as {@code
 *     user@host:pid}
 * @param lease how long the claim holds without being renewed
 * @param lineage where the version comes from
 * @param labels of the version
 * @param metadata about the bake
 */
public record BeginRequest(
    String bucket,
    String fingerprint,
    String actor,
    String owner,
    Duration lease,
    Lineage lineage,
    Map<String, String> labels,
    Map<String, String> metadata) {
  /** The default lease of a claim. */
  public static final Duration DEFAULT_LEASE = Duration.ofMinutes(2);

  /** Copies the maps. */
  public BeginRequest {
    labels = TextMaps.sorted(labels);
    metadata = TextMaps.sorted(metadata);
  }

  /** With the usual lease and nothing else known. */
  public static BeginRequest of(String bucket, String fingerprint, String actor, String owner) {
    return new BeginRequest(
        bucket, fingerprint, actor, owner, DEFAULT_LEASE, Lineage.unknown(), Map.of(), Map.of());
  }

  /** The same with a lineage. */
  public BeginRequest withLineage(Lineage other) {
    return new BeginRequest(bucket, fingerprint, actor, owner, lease, other, labels, metadata);
  }

  /** The same with labels. */
  public BeginRequest withLabels(Map<String, String> other) {
    return new BeginRequest(bucket, fingerprint, actor, owner, lease, lineage, other, metadata);
  }

  /** The same with metadata. */
  public BeginRequest withMetadata(Map<String, String> other) {
    return new BeginRequest(bucket, fingerprint, actor, owner, lease, lineage, labels, other);
  }
}
