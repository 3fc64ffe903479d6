package dev.ingot.platform.image;

import dev.ingot.platform.api.PlatformException;

/** Where machine roots come from: makes the layers of an image ready as directories. */
@FunctionalInterface
public interface ImageSource {
  /**
   * The image's layers, unpacked. Called again for the same digest it answers at once.
   *
   * @param digest {@code sha256:…} of the image's manifest
   * @throws PlatformException when the image is not there, is damaged, or the disk is full
   */
  PreparedImage prepare(String digest) throws PlatformException;
}
