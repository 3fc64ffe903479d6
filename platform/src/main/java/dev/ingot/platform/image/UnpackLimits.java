package dev.ingot.platform.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * How large an unpacked layer may be, so that a small one that is made to grow fills no disk.
 *
 * @param bytes most bytes of its tar stream
 * @param entries most files and directories
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

  /**
   * The stream, which fails where it goes beyond the limit; an interrupt of the thread ends it,
   * too.
   */
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
              "it unpacks to more than " + (bytes >> 20) + " MiB, which is the limit for its size");
        }
        if (Thread.currentThread().isInterrupted()) {
          throw new java.io.InterruptedIOException("unpacking was interrupted");
        }
      }
    };
  }
}
