package dev.ingot.state;

import java.util.Arrays;

/** Bytes that only a provider understands. */
public final class PrivateBytes {
  /** No bytes. */
  public static final PrivateBytes EMPTY = new PrivateBytes(new byte[0]);

  private final byte[] bytes;

  private PrivateBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of some bytes. */
  public static PrivateBytes of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new PrivateBytes(bytes.clone());
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PrivateBytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " private bytes";
  }
}
