package dev.ingot.provider;

import java.util.Arrays;

/** Bytes that only a provider understands; kept with an object or a plan and given back to it. */
public final class PrivateData {
  /** No bytes. */
  public static final PrivateData EMPTY = new PrivateData(new byte[0]);

  private final byte[] bytes;

  private PrivateData(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of some bytes. */
  public static PrivateData of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new PrivateData(bytes.clone());
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
    return other instanceof PrivateData that && Arrays.equals(bytes, that.bytes);
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
