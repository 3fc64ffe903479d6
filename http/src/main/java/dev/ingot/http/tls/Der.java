package dev.ingot.http.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/** The little of DER (X.690) that certificates and keys need. */
final class Der {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int OCTETS = 0x04;
  private static final int VERSION = 0xa0;

  private final byte[] bytes;
  private int at;

  private Der(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The subject of a certificate as it stands in it; empty if it is none. */
  static Optional<byte[]> subject(byte[] certificate) {
    try {
      Der der = new Der(certificate);
      der.enter(SEQUENCE);
      der.enter(SEQUENCE);
      if ((der.bytes[der.at] & 0xff) == VERSION) {
        der.skip();
      }
      for (int field = 0; field < 4; field++) {
        // The serial number, the algorithm, the issuer, the validity.
        der.skip();
      }
      int start = der.at;
      der.skip();
      return Optional.of(Arrays.copyOfRange(certificate, start, der.at));
    } catch (ArrayIndexOutOfBoundsException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The object identifier of the curve of an EC key (RFC 5915), with its header; empty if the key
   * doesn't say.
   */
  static Optional<byte[]> curve(byte[] key) {
    try {
      Der der = new Der(key);
      der.enter(SEQUENCE);
      der.skip();
      der.skip();
      if (der.at == key.length || (der.bytes[der.at] & 0xff) != VERSION) {
        return Optional.empty();
      }
      der.enter(VERSION);
      int start = der.at;
      der.skip();
      return Optional.of(Arrays.copyOfRange(key, start, der.at));
    } catch (ArrayIndexOutOfBoundsException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A key in the form of PKCS#8 (RFC 5958) around an older one. */
  static byte[] pkcs8(byte[] algorithm, byte[] parameters, byte[] key) {
    return element(
        SEQUENCE,
        element(INTEGER, new byte[1]),
        element(SEQUENCE, algorithm, parameters),
        element(OCTETS, key));
  }

  private static byte[] element(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 4);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    for (byte[] part : parts) {
      out.write(part, 0, part.length);
    }
    return out.toByteArray();
  }

  private void enter(int tag) {
    if ((bytes[at] & 0xff) != tag) {
      throw new IllegalArgumentException("another element than expected");
    }
    at++;
    int _ = length();
  }

  private void skip() {
    at++;
    int length = length();
    if (length > bytes.length - at) {
      throw new IllegalArgumentException("an element is longer than the whole");
    }
    at += length;
  }

  private int length() {
    int first = bytes[at++] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int count = first & 0x7f;
    if (count == 0 || count > 3) {
      throw new IllegalArgumentException("an element has no proper length");
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = (length << 8) | (bytes[at++] & 0xff);
    }
    return length;
  }
}
