package dev.ingot.registry.catalog;

import dev.ingot.storage.Digest;
import java.util.Optional;

/**
 * Where a version comes from.
 *
 * @param parentVersion the id of the version it was baked on
 * @param parentBucket the bucket of the channel through which the parent was found
 * @param parentChannel the channel through which the parent was found
 * @param baseDigest the digest of the image it was baked on
 */
public record Lineage(
    Optional<String> parentVersion,
    Optional<String> parentBucket,
    Optional<String> parentChannel,
    Optional<Digest> baseDigest) {
  /** Nothing is known. */
  public static Lineage unknown() {
    return new Lineage(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Baked on an image that isn't in this registry. */
  public static Lineage ofImage(Digest base) {
    return new Lineage(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(base));
  }

  /** Baked on a version, found by its id or number. */
  public static Lineage ofVersion(Version parent) {
    return new Lineage(
        Optional.of(parent.id()), Optional.empty(), Optional.empty(), parent.image());
  }

  /** Baked on a version, found through a channel. */
  public static Lineage ofChannel(Version parent, String channel) {
    return new Lineage(
        Optional.of(parent.id()),
        Optional.of(parent.bucket()),
        Optional.of(channel),
        parent.image());
  }
}
