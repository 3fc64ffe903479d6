package dev.ingot.plugin.transport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes the parts of a certificate. Rules: the distinguished encoding of ITU-T X.690. */
final class Der {
  static final int BOOLEAN = 0x01;
  static final int INTEGER = 0x02;
  static final int BITS = 0x03;
  static final int OCTETS = 0x04;
  static final int TEXT = 0x0c;
  static final int TIME = 0x17;
  static final int SET = 0x31;
  static final int EXPLICIT = 0xa0;

  private static final int OBJECT = 0x06;
  private static final int SEQUENCE = 0x30;

  private Der() {}

  static byte[] object(String hex) {
    return of(OBJECT, HexFormat.of().parseHex(hex));
  }

  static byte[] sequence(byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    return of(SEQUENCE, content.toByteArray());
  }

  /** Whole bytes as a string of bits. */
  static byte[] bits(byte[] bytes) {
    byte[] content = new byte[bytes.length + 1];
    System.arraycopy(bytes, 0, content, 1, bytes.length);
    return of(BITS, content);
  }

  static byte[] of(int tag, String ascii) {
    return of(tag, ascii.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] of(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 4);
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
