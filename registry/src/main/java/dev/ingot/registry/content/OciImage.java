package dev.ingot.registry.content;

import dev.ingot.storage.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image in a {@link ContentStore}: its manifest and configuration, read and checked.
 *
 * @param descriptor points at the manifest
 * @param manifest what it consists of
 * @param config its configuration
 */
public record OciImage(Descriptor descriptor, Manifest manifest, ImageConfig config) {
  private static final int MAX_NESTING = 3;

  /** The digest of its manifest, which identifies the image. */
  public Digest digest() {
    return descriptor.digest();
  }

  /**
   * Reads the image with the given manifest; if that is an index, its image for the platform.
   *
   * @throws RegistryException if a part is missing or damaged, or none is for the platform
   */
  public static OciImage read(ContentStore store, Digest digest, Platform platform) {
    return read(store, digest, Optional.of(platform), MAX_NESTING);
  }

  /**
   * Reads the image with the given manifest.
   *
   * @throws RegistryException if a part is missing or damaged, or it is an index of several images
   */
  public static OciImage read(ContentStore store, Digest digest) {
    return read(store, digest, Optional.empty(), MAX_NESTING);
  }

  /**
   * Writes an image whose layers are stored already.
   *
   * @throws RegistryException if it can't be written
   * @throws IllegalArgumentException if there aren't as many layers as diff ids
   */
  public static OciImage write(
      ContentStore store,
      ImageConfig config,
      List<Descriptor> layers,
      Map<String, String> annotations) {
    if (layers.size() != config.diffIds().size()) {
      throw new IllegalArgumentException(
          layers.size() + " layers, but " + config.diffIds().size() + " diff ids");
    }
    Descriptor stored = store.write(MediaTypes.CONFIG, OciJson.writeConfig(config));
    Manifest manifest = Manifest.ofImage(stored, layers, annotations);
    Descriptor descriptor = write(store, manifest).withPlatform(config.platform());
    return new OciImage(descriptor, manifest, config);
  }

  /**
   * Writes a manifest, of an image or of any artifact.
   *
   * @throws RegistryException if it can't be written
   */
  public static Descriptor write(ContentStore store, Manifest manifest) {
    return store.write(MediaTypes.MANIFEST, OciJson.writeManifest(manifest));
  }

  /**
   * Reads a manifest, of an image or of any artifact.
   *
   * @throws RegistryException if it is missing or damaged
   */
  public static Manifest readManifest(ContentStore store, Digest digest) {
    return parseManifest(digest, store.read(digest));
  }

  /**
   * Reads a manifest that isn't stored yet.
   *
   * @throws RegistryException if it isn't one
   */
  public static Manifest parseManifest(Digest digest, byte[] json) {
    try {
      return OciJson.readManifest(json);
    } catch (IllegalArgumentException e) {
      throw new RegistryException(digest + " isn't an image manifest: " + e.getMessage(), e);
    }
  }

  /**
   * The image for a platform in an index that isn't stored yet; empty if the document is no index.
   *
   * @throws RegistryException if it is damaged, or has none for the platform
   */
  public static Optional<Descriptor> choose(byte[] json, Platform platform) {
    try {
      List<Descriptor> entries = OciJson.readIndex(json);
      return entries.isEmpty()
          ? Optional.empty()
          : Optional.of(select(Digest.of(json), entries, Optional.of(platform)));
    } catch (IllegalArgumentException e) {
      throw new RegistryException("not an OCI image: " + e.getMessage(), e);
    }
  }

  /**
   * The descriptor of a stored manifest or index.
   *
   * @throws RegistryException if it is missing, damaged, or neither of the two
   */
  public static Descriptor describe(ContentStore store, Digest digest) {
    return describeIfImage(store, digest)
        .orElseThrow(
            () ->
                new RegistryException(digest + " is neither an image manifest nor an image index"));
  }

  /**
   * The descriptor of a stored manifest or index; empty if the blob is neither.
   *
   * @throws RegistryException if it is missing or damaged
   */
  public static Optional<Descriptor> describeIfImage(ContentStore store, Digest digest) {
    long size = store.size(digest);
    if (size > ContentStore.MAX_DOCUMENT) {
      return Optional.empty();
    }
    return OciJson.documentType(store.read(digest))
        .map(mediaType -> new Descriptor(mediaType, digest, size));
  }

  private static OciImage read(
      ContentStore store, Digest digest, Optional<Platform> platform, int nesting) {
    byte[] json = store.read(digest);
    try {
      List<Descriptor> entries = OciJson.readIndex(json);
      if (!entries.isEmpty()) {
        if (nesting == 0) {
          throw new RegistryException(digest + " is an index of indexes of indexes; name an image");
        }
        return read(store, select(digest, entries, platform).digest(), platform, nesting - 1);
      }
      Manifest manifest = OciJson.readManifest(json);
      ImageConfig config = OciJson.readConfig(store.read(manifest.config().digest()));
      if (manifest.layers().size() != config.diffIds().size()) {
        throw new RegistryException(
            digest
                + " isn't an OCI image: it has "
                + manifest.layers().size()
                + " layers, and its configuration names "
                + config.diffIds().size());
      }
      Descriptor descriptor =
          new Descriptor(MediaTypes.MANIFEST, digest, json.length).withPlatform(config.platform());
      return new OciImage(descriptor, manifest, config);
    } catch (IllegalArgumentException e) {
      throw new RegistryException(digest + " isn't an OCI image: " + e.getMessage(), e);
    }
  }

  private static Descriptor select(
      Digest index, List<Descriptor> entries, Optional<Platform> platform) {
    if (platform.isEmpty()) {
      if (entries.size() == 1) {
        return entries.getFirst();
      }
      throw new RegistryException(
          index + " holds " + entries.size() + " images; name the platform or one image's digest");
    }
    for (Descriptor entry : entries) {
      if (entry.platform().isEmpty() || platform.get().accepts(entry.platform().get())) {
        return entry;
      }
    }
    throw new RegistryException(
        index
            + " has no image for "
            + platform.get()
            + ", only for "
            + entries.stream().flatMap(entry -> entry.platform().stream()).distinct().toList());
  }
}
