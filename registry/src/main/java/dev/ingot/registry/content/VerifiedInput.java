package dev.ingot.registry.content;

import dev.ingot.storage.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Verifies a blob's digest when its end is read. */
final class VerifiedInput extends FilterInputStream {
  private final Digest expected;
  private final Path file;
  private final Digest.Hasher sha256 = Digest.hasher();
  private boolean verified;

  VerifiedInput(InputStream in, Digest expected, Path file) {
    super(in);
    this.expected = expected;
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, length);
    if (count >= 0) {
      sha256.update(bytes, offset, count);
    } else if (!verified) {
      verified = true;
      Digest actual = sha256.digest();
      if (!actual.equals(expected)) {
        throw new RegistryException(
            "blob "
                + expected
                + " is damaged: "
                + file
                + " holds "
                + actual
                + "; delete that file, then bake or import the image again");
      }
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    // Skipped bytes must be hashed, too.
    byte[] skipped = new byte[8192];
    long left = count;
    while (left > 0) {
      int read = read(skipped, 0, (int) Math.min(skipped.length, left));
      if (read < 0) {
        break;
      }
      left -= read;
    }
    return count - left;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
