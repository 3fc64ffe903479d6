package dev.ingot.registry;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A stored layer.
 *
 * @param descriptor points at the compressed layer
 * @param diffId the digest of its uncompressed tar
 * @param uncompressedSize the length of its uncompressed tar in bytes
 */
public record Layer(Descriptor descriptor, Digest diffId, long uncompressedSize) {
  private static final int BUFFER = 64 * 1024;

  /**
   * A layer's uncompressed tar. The read that meets its end throws {@link RegistryException} if the
   * stored layer is damaged.
   *
   * @throws RegistryException if the layer isn't there, or is compressed other than by gzip
   */
  public static InputStream open(ContentStore store, Descriptor layer) {
    return switch (layer.mediaType()) {
      case MediaTypes.LAYER_TAR -> store.open(layer.digest());
      case MediaTypes.LAYER_GZIP, MediaTypes.DOCKER_LAYER -> uncompressed(store, layer.digest());
      default ->
          throw new RegistryException(
              "layer "
                  + layer.digest()
                  + " is "
                  + layer.mediaType()
                  + "; only tar and tar+gzip layers can be read; convert the image first");
    };
  }

  private static InputStream uncompressed(ContentStore store, Digest digest) {
    InputStream compressed = store.open(digest);
    try {
      return new CheckedGzip(new BufferedInputStream(compressed, BUFFER), digest);
    } catch (IOException e) {
      try {
        compressed.close();
      } catch (IOException closing) {
        e.addSuppressed(closing);
      }
      throw new RegistryException("layer " + digest + " isn't gzip: " + e.getMessage(), e);
    }
  }

  /** Reads the compressed stream to its end, too, since only that checks its digest. */
  private static final class CheckedGzip extends GZIPInputStream {
    private final Digest digest;

    CheckedGzip(InputStream compressed, Digest digest) throws IOException {
      super(compressed, BUFFER);
      this.digest = digest;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count;
      try {
        count = super.read(bytes, offset, length);
      } catch (EOFException | ZipException e) {
        throw new RegistryException(
            "layer "
                + digest
                + " is damaged ("
                + e.getMessage()
                + "); delete it, then bake or import the image again",
            e);
      }
      if (count < 0) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return count;
    }
  }
}
