package dev.ingot.registry.content;

import dev.ingot.storage.Digest;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Points at content, as in the OCI image specification.
 *
 * @param mediaType what the content is
 * @param digest its hash
 * @param size its length in bytes
 * @param annotations sorted
 * @param platform what an image runs on, where an index tells
 */
public record Descriptor(
    String mediaType,
    Digest digest,
    long size,
    Map<String, String> annotations,
    Optional<Platform> platform) {
  /** The annotation that holds a reference's name in {@code index.json}. */
  public static final String REF_NAME = "org.opencontainers.image.ref.name";

  /**
   * Copies and sorts the annotations.
   *
   * @throws IllegalArgumentException if the size is negative
   */
  public Descriptor {
    if (size < 0) {
      throw new IllegalArgumentException("a size can't be negative: " + size);
    }
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }

  /** Without annotations and platform. */
  public Descriptor(String mediaType, Digest digest, long size) {
    this(mediaType, digest, size, Map.of(), Optional.empty());
  }

  /** The same with other annotations. */
  public Descriptor withAnnotations(Map<String, String> other) {
    return new Descriptor(mediaType, digest, size, other, platform);
  }

  /** The same for a platform. */
  public Descriptor withPlatform(Platform other) {
    return new Descriptor(mediaType, digest, size, annotations, Optional.of(other));
  }
}
