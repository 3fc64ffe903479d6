package dev.ingot.registry.distribution;

import dev.ingot.registry.distribution.DistributionException.Kind;
import java.io.IOException;
import java.io.OutputStream;

/** Takes the bytes of a blob from several answers; what came before is not written twice. */
final class ResumableOutput {
  private final String what;
  private final OutputStream out;
  private final long size;
  private long count;

  ResumableOutput(String what, OutputStream out, long size) {
    this.what = what;
    this.out = out;
    this.size = size;
  }

  /** How many bytes were written. */
  long count() {
    return count;
  }

  /** Takes an answer that begins at a place; bytes beyond the announced size are refused. */
  OutputStream from(long place) {
    return new OutputStream() {
      private long at = place;

      @Override
      public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        if (at + length > size) {
          throw new DistributionException(
              Kind.NOT_AUTHENTIC,
              what + " is longer than the " + size + " bytes that the registry announced",
              "Run the command again; if it happens again, tell whoever runs the registry.");
        }
        int known = (int) Math.min(length, Math.max(0, count - at));
        out.write(bytes, offset + known, length - known);
        at += length;
        count = Math.max(count, at);
      }
    };
  }
}
