package dev.ingot.registry.content;

import dev.ingot.storage.Digest;
import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;

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
   * A layer's uncompressed tar. The read that reaches its end throws {@link RegistryException} if
   * the stored layer is damaged.
   *
   * @throws RegistryException if the layer isn't there, or its compression is unknown
   */
  public static InputStream open(ContentStore store, Descriptor layer) {
    return switch (layer.mediaType()) {
      case MediaTypes.LAYER_TAR -> store.open(layer.digest());
      case MediaTypes.LAYER_GZIP, MediaTypes.DOCKER_LAYER ->
          uncompressed(store, layer.digest(), bytes -> new GZIPInputStream(bytes, BUFFER));
      case MediaTypes.LAYER_ZSTD -> uncompressed(store, layer.digest(), ZstdInputStream::new);
      default ->
          throw new RegistryException(
              "layer "
                  + layer.digest()
                  + " is "
                  + layer.mediaType()
                  + "; only tar, tar+gzip and tar+zstd layers can be read; convert the image"
                  + " first");
    };
  }

  private interface Decompression {
    InputStream of(InputStream compressed) throws IOException;
  }

  private static InputStream uncompressed(
      ContentStore store, Digest digest, Decompression decompression) {
    InputStream compressed = new BufferedInputStream(store.open(digest), BUFFER);
    try {
      return new Checked(compressed, decompression.of(compressed), digest);
    } catch (IOException e) {
      try {
        compressed.close();
      } catch (IOException closing) {
        e.addSuppressed(closing);
      }
      throw damaged(digest, e);
    }
  }

  private static RegistryException damaged(Digest digest, Exception cause) {
    return new RegistryException(
        "layer "
            + digest
            + " is damaged ("
            + cause.getMessage()
            + "); delete it, then bake or import the image again",
        cause);
  }

  /** Reads the compressed stream to its end, too, because that verifies its digest. */
  private static final class Checked extends FilterInputStream {
    private final InputStream compressed;
    private final Digest digest;

    Checked(InputStream compressed, InputStream uncompressed, Digest digest) {
      super(uncompressed);
      this.compressed = compressed;
      this.digest = digest;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count;
      try {
        count = super.read(bytes, offset, length);
      } catch (IOException | MalformedInputException e) {
        throw damaged(digest, e);
      }
      if (count < 0) {
        compressed.transferTo(OutputStream.nullOutputStream());
      }
      return count;
    }
  }
}
