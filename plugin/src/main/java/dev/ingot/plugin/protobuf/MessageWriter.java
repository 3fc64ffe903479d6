package dev.ingot.plugin.protobuf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a message field by field. Fields without presence are left out where they have the default
 * of their type, as proto3 does; the methods {@code explicit…} write them in any case.
 */
public final class MessageWriter {
  private static final int VARINT = 0;
  private static final int LENGTH = 2;
  private static final int LONGEST_VARINT = 10;

  private byte[] bytes = new byte[256];
  private int size;

  /** An empty message. */
  public MessageWriter() {}

  private void room(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      // Doubles, up to the longest array there can be.
      long doubled = Math.min(2L * bytes.length, Integer.MAX_VALUE - 8L);
      bytes = Arrays.copyOf(bytes, (int) Math.max(doubled, needed));
    }
  }

  private void varint(long value) {
    room(LONGEST_VARINT);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  private MessageWriter sized(int field, byte[] content, int length) {
    varint(((long) field << 3) | LENGTH);
    varint(length);
    room(length);
    System.arraycopy(content, 0, bytes, size, length);
    size += length;
    return this;
  }

  /** A whole number or the number of an enumeration's constant, unless 0. */
  public MessageWriter number(int field, long value) {
    return value == 0 ? this : explicitNumber(field, value);
  }

  /** A whole number, also 0. */
  public MessageWriter explicitNumber(int field, long value) {
    varint(((long) field << 3) | VARINT);
    varint(value);
    return this;
  }

  /** True; nothing for false. */
  public MessageWriter flag(int field, boolean value) {
    return number(field, value ? 1 : 0);
  }

  /** A text, unless empty. */
  public MessageWriter text(int field, String value) {
    return value.isEmpty() ? this : explicitText(field, value);
  }

  /** A text, also an empty one. */
  public MessageWriter explicitText(int field, String value) {
    return explicitBytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes, unless there are none. */
  public MessageWriter bytes(int field, byte[] value) {
    return value.length == 0 ? this : explicitBytes(field, value);
  }

  /** Bytes, also none. */
  public MessageWriter explicitBytes(int field, byte[] value) {
    return sized(field, value, value.length);
  }

  /** A message within this one, also an empty one. */
  public MessageWriter message(int field, MessageWriter value) {
    return sized(field, value.bytes, value.size);
  }

  /** The message. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }
}
