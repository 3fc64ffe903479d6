package dev.ingot.bake.winrm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A stream as lines of base64. */
final class Base64Lines extends InputStream {
  private final InputStream content;
  private final int size;
  private byte[] line = {};
  private int at;

  /**
   * @param size the bytes in a line, a multiple of 3
   */
  Base64Lines(InputStream content, int size) {
    this.content = content;
    this.size = size;
  }

  private boolean fill() throws IOException {
    if (at < line.length) {
      return true;
    }
    byte[] next = content.readNBytes(size);
    if (next.length == 0) {
      return false;
    }
    line = (Base64.getEncoder().encodeToString(next) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    at = 0;
    return true;
  }

  @Override
  public int read() throws IOException {
    return fill() ? line[at++] : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, line.length - at);
    System.arraycopy(line, at, into, offset, count);
    at += count;
    return count;
  }
}
