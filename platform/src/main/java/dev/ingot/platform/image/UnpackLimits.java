package dev.ingot.platform.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The allowed size of an unpacked layer, so that a small archive can't be made to fill the disk.
 *
 * @param bytes the limit for the bytes of its tar stream
 * @param entries the limit for the number of files and directories
 */
record UnpackLimits(long bytes, long entries) {
  private static final long USUAL_BYTES = 4L << 30;
  private static final long USUAL_GROWTH = 100;
  private static final long MOST_ENTRIES = 4_000_000;

  /** For a layer of this compressed size: 4 GiB, or 100 times its size where that is more. */
  static UnpackLimits of(long compressed) {
    long grown =
        compressed > Long.MAX_VALUE / USUAL_GROWTH ? Long.MAX_VALUE : compressed * USUAL_GROWTH;
    return new UnpackLimits(Math.max(USUAL_BYTES, grown), MOST_ENTRIES);
  }

  /** Wraps a stream so that it fails beyond the limit, or when the thread is interrupted. */
  InputStream limit(InputStream in) {
    return new FilterInputStream(in) {
      private long left = bytes;

      @Override
      public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
          count(1);
        }
        return value;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        if (count > 0) {
          count(count);
        }
        return count;
      }

      @Override
      public long skip(long wanted) throws IOException {
        long skipped = super.skip(wanted);
        count(skipped);
        return skipped;
      }

      private void count(long more) throws IOException {
        left -= more;
        if (left < 0) {
          throw new IOException(
              "it unpacks to more than "
                  + (bytes >> 20)
                  + " MiB, the limit for its compressed size");
        }
        if (Thread.currentThread().isInterrupted()) {
          throw new java.io.InterruptedIOException("unpacking was interrupted");
        }
      }
    };
  }
}
