package dev.ingot.state.lock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** The fencing token in a lock file: a number that each holder raises. */
final class FencingToken {
  private FencingToken() {}

  /** The next one; the first again after the highest there can be, or a damaged one. */
  static long after(long token) {
    return Math.max(token, 0) % Long.MAX_VALUE + 1;
  }

  /** The token; 0 where there is none that can be read. */
  static long read(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(32);
    int length = channel.read(buffer, 0);
    String text = new String(buffer.array(), 0, Math.max(length, 0), StandardCharsets.US_ASCII);
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  /** Replaces it; durable on return. */
  static void write(FileChannel channel, long token) throws IOException {
    byte[] text = text(token);
    channel.write(ByteBuffer.wrap(text), 0);
    if (channel.size() > text.length) {
      // A damaged file may be longer, and what follows would make the token unreadable.
      channel.truncate(text.length);
    }
    channel.force(false);
  }

  /** Of fixed width, so that a token is replaced by one write. */
  static byte[] text(long token) {
    String digits = Long.toString(token);
    return ("0".repeat(19 - digits.length()) + digits + "\n").getBytes(StandardCharsets.US_ASCII);
  }
}
