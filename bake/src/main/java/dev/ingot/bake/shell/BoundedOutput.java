package dev.ingot.bake.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a machine sends where little is expected: names, errors. It may be anything and never end.
 */
public final class BoundedOutput extends OutputStream {
  /** The most names a folder may have. */
  public static final int MOST_NAMES = 1_000_000;

  private static final int MOST_BYTES = 64 << 20;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Override
  public void write(int each) throws IOException {
    write(new byte[] {(byte) each}, 0, 1);
  }

  @Override
  public void write(byte[] some, int offset, int length) throws IOException {
    if (length > MOST_BYTES - bytes.size()) {
      throw new IOException(
          "the machine sends more than " + (MOST_BYTES >> 20) + " MiB of names or errors");
    }
    bytes.write(some, offset, length);
  }

  /** All of it. */
  public String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
