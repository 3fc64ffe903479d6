package dev.ingot.lang.function.encoding;

import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;

/**
 * Text compressed and in Base64. The compressed stream is flushed once and then ended with an empty
 * block, like the recorded one.
 */
final class Gzip {
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  private static final byte[] LAST_BLOCK = {1, 0, 0, (byte) 0xff, (byte) 0xff};

  private Gzip() {}

  static String compress(String text) {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2 + 64);
    out.writeBytes(HEADER);
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(plain);
      byte[] buffer = new byte[8192];
      int count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
      while (count > 0) {
        out.write(buffer, 0, count);
        count =
            count < buffer.length
                ? 0
                : deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
      }
    } finally {
      deflater.end();
    }
    out.writeBytes(LAST_BLOCK);
    CRC32 checksum = new CRC32();
    checksum.update(plain);
    littleEndian(out, (int) checksum.getValue());
    littleEndian(out, plain.length);
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }

  private static void littleEndian(ByteArrayOutputStream out, int number) {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(number >> shift);
    }
  }

  static String decompress(String text) throws FunctionFailure {
    byte[] packed = Base64Text.decode(text);
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] plain = in.readNBytes(Limits.TEXT + 1);
      Limits.requireText(plain.length);
      return Utf8.decode(plain, Base64Text.NOT_UTF8);
    } catch (IOException e) {
      throw new FunctionFailure("failed to decompress the data: it is not in gzip's format");
    }
  }
}
