package dev.ingot.state.remote;

import dev.ingot.state.StateException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** States as they are kept compressed. */
public final class Gzip {
  private static final byte FIRST = 0x1f;

  private Gzip() {}

  /** Compresses. */
  public static byte[] compressed(byte[] content) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 4 + 64);
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(content);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written but memory", e);
    }
  }

  /** Whether bytes are compressed: no JSON starts so. */
  public static boolean isCompressed(byte[] content) {
    return content.length > 0 && content[0] == FIRST;
  }

  /**
   * Takes back what {@link #compressed} did.
   *
   * @param location of the state, for the message
   * @throws StateException if they are damaged, or far too large
   */
  public static byte[] content(String location, byte[] compressed) {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      byte[] content = gzip.readNBytes(StoreHttp.MOST);
      if (content.length == StoreHttp.MOST) {
        throw new StateException("The state " + location + " has more than a gibibyte.");
      }
      return content;
    } catch (IOException e) {
      throw new StateException(
          "The state "
              + location
              + " is damaged: it can't be decompressed ("
              + StateException.reason(e)
              + ").",
          e);
    }
  }
}
