package dev.ingot.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Gives given bytes in pieces of a given size, then the end; keeps what is written. */
final class ScriptedConnection implements Connection {
  private final byte[] bytes;
  private final int piece;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private int at;

  ScriptedConnection(byte[] bytes, int piece) {
    this.bytes = bytes.clone();
    this.piece = piece;
  }

  static ScriptedConnection of(String text) {
    return new ScriptedConnection(text.getBytes(StandardCharsets.ISO_8859_1), 7);
  }

  @Override
  public int read(byte[] into, int offset, int length, Duration timeout) {
    if (at == bytes.length) {
      return -1;
    }
    int count = Math.min(Math.min(length, piece), bytes.length - at);
    System.arraycopy(bytes, at, into, offset, count);
    at += count;
    return count;
  }

  @Override
  public void write(byte[] from, int offset, int length, Duration timeout) {
    written.write(from, offset, length);
  }

  @Override
  public void shutdownOutput() {}

  @Override
  public void close() {}
}
