package dev.ingot.plugin.http2;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes blocks of headers (RFC 7541) as literals that nobody has to remember. */
final class HeaderEncoder {
  private HeaderEncoder() {}

  static byte[] encode(List<Header> headers) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(128);
    for (Header header : headers) {
      out.write(0);
      text(out, header.name());
      text(out, header.value());
    }
    return out.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length < 0x7f) {
      out.write(bytes.length);
    } else {
      out.write(0x7f);
      int rest = bytes.length - 0x7f;
      while (rest >= 0x80) {
        out.write((rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      out.write(rest);
    }
    out.writeBytes(bytes);
  }
}
