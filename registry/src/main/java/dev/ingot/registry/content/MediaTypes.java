package dev.ingot.registry.content;

/**
 * Media types of the OCI image specification 1.1, and Docker's equivalents, which are only read.
 */
public final class MediaTypes {
  /** An image manifest. */
  public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  /** A list of manifests. */
  public static final String INDEX = "application/vnd.oci.image.index.v1+json";

  /** An image's configuration. */
  public static final String CONFIG = "application/vnd.oci.image.config.v1+json";

  /** The configuration of an artifact that has none. */
  public static final String EMPTY = "application/vnd.oci.empty.v1+json";

  /** A layer: tar, compressed by gzip. */
  public static final String LAYER_GZIP = "application/vnd.oci.image.layer.v1.tar+gzip";

  /** A layer: tar. */
  public static final String LAYER_TAR = "application/vnd.oci.image.layer.v1.tar";

  /** A layer: tar, compressed by Zstandard; it is read, but not written. */
  public static final String LAYER_ZSTD = "application/vnd.oci.image.layer.v1.tar+zstd";

  /** A bill of materials. */
  public static final String CYCLONEDX = "application/vnd.cyclonedx+json";

  /** Docker's manifest. */
  public static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";

  /** Docker's list of manifests. */
  public static final String DOCKER_INDEX =
      "application/vnd.docker.distribution.manifest.list.v2+json";

  /** Docker's configuration. */
  public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";

  /** Docker's layer. */
  public static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";

  private MediaTypes() {}

  /** Whether it is a list of manifests. */
  public static boolean isIndex(String mediaType) {
    return mediaType.equals(INDEX) || mediaType.equals(DOCKER_INDEX);
  }

  /** Whether it is a manifest. */
  public static boolean isManifest(String mediaType) {
    return mediaType.equals(MANIFEST) || mediaType.equals(DOCKER_MANIFEST);
  }
}
