package dev.ingot.registry.content;

import dev.ingot.storage.Digest;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a layer: compresses a tar stream with gzip, stores it, and computes both digests. The gzip
 * header holds no time, so that the same tar gives the same layer.
 */
public final class LayerWriter extends OutputStream {
  private final BlobWriter blob;
  private final BlockGzip gzip;
  private final Digest.Hasher sha256 = Digest.hasher();
  private long uncompressedSize;

  private LayerWriter(BlobWriter blob, int level) throws IOException {
    this.blob = blob;
    this.gzip = new BlockGzip(blob, level);
  }

  /**
   * Starts a layer.
   *
   * @param level from 1, fast, to 9, small, as in {@link java.util.zip.Deflater}
   * @throws RegistryException if the store can't be written
   */
  public static LayerWriter to(ContentStore store, int level) {
    if (level < 1 || level > 9) {
      throw new IllegalArgumentException("a compression level is 1 to 9, not " + level);
    }
    BlobWriter blob = store.writer(MediaTypes.LAYER_GZIP);
    try {
      return new LayerWriter(blob, level);
    } catch (IOException e) {
      try {
        blob.close();
      } catch (IOException also) {
        e.addSuppressed(also);
      }
      throw ContentStore.failure("write to", store.root(), e);
    }
  }

  @Override
  public void write(int singleByte) throws IOException {
    write(new byte[] {(byte) singleByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    gzip.write(bytes, offset, length);
    sha256.update(bytes, offset, length);
    uncompressedSize += length;
  }

  /**
   * Ends the tar stream and puts the layer in place.
   *
   * @throws RegistryException if it can't be put in place
   * @throws IOException if its end can't be written
   */
  public Layer commit() throws IOException {
    gzip.finish();
    Digest diffId = sha256.digest();
    return new Layer(blob.commit(), diffId, uncompressedSize);
  }

  /** Discards a layer that wasn't committed. */
  @Override
  public void close() throws IOException {
    gzip.close();
    blob.close();
  }
}
