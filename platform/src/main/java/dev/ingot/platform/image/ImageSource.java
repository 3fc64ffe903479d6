package dev.ingot.platform.image;

import dev.ingot.platform.api.PlatformException;

/** The source of machine roots: provides the layers of an image as directories. */
@FunctionalInterface
public interface ImageSource {
  /**
   * The image's layers, unpacked. Further calls for the same digest return at once.
   *
   * @param digest {@code sha256:…} of the image's manifest
   * @throws PlatformException when the image is missing or damaged, or the disk is full
   */
  PreparedImage prepare(String digest) throws PlatformException;
}
