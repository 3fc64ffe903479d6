package dev.ingot.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/** Reading of complete bodies. */
public final class Bodies {
  private Bodies() {}

  /**
   * Reads a body to its end.
   *
   * @throws HttpException when it is larger than allowed
   */
  public static byte[] readAll(HttpReader.Body body, int most, Duration timeout)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] chunk = new byte[8192];
    int count = body.read(chunk, 0, chunk.length, timeout);
    while (count >= 0) {
      if (out.size() + count > most) {
        throw new HttpException(413, "the body is larger than " + most + " bytes");
      }
      out.write(chunk, 0, count);
      count = body.read(chunk, 0, chunk.length, timeout);
    }
    return out.toByteArray();
  }

  /** Reads the beginning of a body, up to a length and a time limit. */
  public static byte[] readStart(HttpReader.Body body, int most, Duration timeout)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] chunk = new byte[most];
    int count = body.read(chunk, 0, chunk.length, timeout);
    while (count >= 0 && out.size() < most) {
      out.write(chunk, 0, Math.min(count, most - out.size()));
      count = out.size() < most ? body.read(chunk, 0, chunk.length, timeout) : -1;
    }
    return out.toByteArray();
  }
}
