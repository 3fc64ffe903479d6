package dev.ingot.registry.content;

import dev.ingot.storage.Access;
import dev.ingot.storage.Digest;
import dev.ingot.storage.FileStorage;
import dev.ingot.storage.Storage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes one blob of a {@link ContentStore} beside the others; {@link #commit()} puts it in place.
 * Closed without a commit, it leaves nothing.
 */
public final class BlobWriter extends OutputStream {
  private final ContentStore store;
  private final String mediaType;
  private final Path fresh;
  private final Storage.Appender out;
  private final Digest.Hasher sha256 = Digest.hasher();
  private long size;
  private boolean committed;

  BlobWriter(ContentStore store, String mediaType, Path fresh, Access access) throws IOException {
    this.store = store;
    this.mediaType = mediaType;
    this.fresh = fresh;
    this.out = new FileStorage().create(fresh, access);
  }

  @Override
  public void write(int singleByte) throws IOException {
    write(new byte[] {(byte) singleByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    sha256.update(bytes, offset, length);
    size += length;
  }

  /**
   * Puts the blob in place, durable when this returns.
   *
   * @throws RegistryException if it can't be written
   */
  public Descriptor commit() {
    Digest digest = sha256.digest();
    return commitAs(digest, digest);
  }

  /**
   * Puts the blob in place if it has the expected digest.
   *
   * @throws RegistryException if the digest differs, or it can't be written
   */
  public Descriptor commit(Digest expected) {
    return commitAs(expected, sha256.digest());
  }

  /** The number of bytes written so far. */
  public long size() {
    return size;
  }

  /** Discards content that wasn't committed. */
  @Override
  public void close() throws IOException {
    try {
      out.close();
    } finally {
      if (!committed) {
        Files.deleteIfExists(fresh);
      }
    }
  }

  private Descriptor commitAs(Digest expected, Digest actual) {
    if (!expected.equals(actual)) {
      throw new RegistryException(
          "refused a blob: expected "
              + expected
              + ", but got "
              + actual
              + "; fetch it again from a source you trust");
    }
    try {
      out.sync();
      out.close();
      store.place(fresh, actual);
      committed = true;
    } catch (IOException e) {
      throw ContentStore.failure("write blob " + actual + " to", store.root(), e);
    }
    return new Descriptor(mediaType, actual, size);
  }
}
