package dev.ingot.bake.plugin;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;

/**
 * The one structure that plugins exchange in Go's own encoding: how a command ended. Rules: the
 * documentation of Go's encoding/gob, checked with what Go writes.
 */
final class Gob {
  /** The type {@code CommandFinished} with its one field {@code ExitStatus int}. */
  private static final byte[] TYPE =
      HexFormat.of()
          .parseHex(
              "2b7f0301010f436f6d6d616e6446696e697368656401ff80000101010a45786974537461747573"
                  + "010400000000");

  private static final int TYPE_LENGTH = TYPE.length - 1;
  private static final byte[] HEAD = {(byte) 0xff, (byte) 0x80};

  private Gob() {}

  /** How a command ended. */
  static byte[] exit(int code) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.writeBytes(HEAD);
    // A field that is zero isn't written.
    if (code != 0) {
      value.write(1);
      unsigned(code < 0 ? ~((long) code << 1) : (long) code << 1, value);
    }
    value.write(0);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(TYPE, 0, TYPE_LENGTH);
    unsigned(value.size(), all);
    all.writeBytes(value.toByteArray());
    return all.toByteArray();
  }

  private static void unsigned(long value, ByteArrayOutputStream out) {
    if (value < 0x80) {
      out.write((int) value);
      return;
    }
    int bytes = (Long.SIZE - Long.numberOfLeadingZeros(value) + 7) / 8;
    out.write(-bytes);
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
      out.write((int) (value >> shift));
    }
  }

  /** How a command ended, as a plugin says it. */
  static int exit(InputStream in) throws IOException {
    // Definitions of types come first; the value is the message whose type isn't negative.
    while (true) {
      byte[] message = in.readNBytes((int) Math.min(unsigned(in), 1 << 16));
      InputStream content = new java.io.ByteArrayInputStream(message);
      long type = signed(content);
      if (type >= 0) {
        long field = unsigned(content);
        return field == 0 ? 0 : (int) signed(content);
      }
    }
  }

  private static long signed(InputStream in) throws IOException {
    long bits = unsigned(in);
    return (bits & 1) == 0 ? bits >>> 1 : ~(bits >>> 1);
  }

  private static long unsigned(InputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      throw new EOFException("the plugin ended before it said how the command ended");
    }
    if (first < 0x80) {
      return first;
    }
    long value = 0;
    for (byte each : in.readNBytes(256 - first)) {
      value = value << 8 | (each & 0xff);
    }
    return value;
  }
}
