package dev.ingot.plugin.msgpack;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes MessagePack, each number in its shortest form. Rules: the MessagePack specification. */
public final class PackWriter {
  private byte[] bytes = new byte[256];
  private int size;

  /** Nothing written yet. */
  public PackWriter() {}

  private void room(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      long doubled = Math.min(2L * bytes.length, Integer.MAX_VALUE - 8L);
      bytes = Arrays.copyOf(bytes, (int) Math.max(doubled, needed));
    }
  }

  private PackWriter put(int code, long value, int count) {
    room(1 + count);
    bytes[size++] = (byte) code;
    for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >> shift);
    }
    return this;
  }

  /** Bytes that are items already. */
  public PackWriter raw(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
    return this;
  }

  /** The null. */
  public PackWriter nil() {
    return put(0xc0, 0, 0);
  }

  /** A bool. */
  public PackWriter truth(boolean value) {
    return put(value ? 0xc3 : 0xc2, 0, 0);
  }

  /** A whole number. */
  public PackWriter whole(long value) {
    if (value >= 0) {
      return value < 0x80
          ? put((int) value, 0, 0)
          : value < 0x100
              ? put(0xcc, value, 1)
              : value < 0x1_0000
                  ? put(0xcd, value, 2)
                  : value < 0x1_0000_0000L ? put(0xce, value, 4) : put(0xcf, value, 8);
    }
    return value >= -0x20
        ? put((int) value, 0, 0)
        : value >= Byte.MIN_VALUE
            ? put(0xd0, value, 1)
            : value >= Short.MIN_VALUE
                ? put(0xd1, value, 2)
                : value >= Integer.MIN_VALUE ? put(0xd2, value, 4) : put(0xd3, value, 8);
  }

  /** A number with a fraction. */
  public PackWriter fraction(double value) {
    return put(0xcb, Double.doubleToRawLongBits(value), 8);
  }

  /** A string. */
  public PackWriter text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    int length = utf8.length;
    if (length < 0x20) {
      put(0xa0 | length, 0, 0);
    } else if (length < 0x100) {
      put(0xd9, length, 1);
    } else if (length < 0x1_0000) {
      put(0xda, length, 2);
    } else {
      put(0xdb, length, 4);
    }
    return raw(utf8);
  }

  /** Binary data. */
  public PackWriter binary(byte[] value) {
    int length = value.length;
    if (length < 0x100) {
      put(0xc4, length, 1);
    } else if (length < 0x1_0000) {
      put(0xc5, length, 2);
    } else {
      put(0xc6, length, 4);
    }
    return raw(value);
  }

  /** Begins an array of so many items. */
  public PackWriter array(int count) {
    return count < 0x10
        ? put(0x90 | count, 0, 0)
        : count < 0x1_0000 ? put(0xdc, count, 2) : put(0xdd, count, 4);
  }

  /** Begins a map of so many pairs of items. */
  public PackWriter map(int count) {
    return count < 0x10
        ? put(0x80 | count, 0, 0)
        : count < 0x1_0000 ? put(0xde, count, 2) : put(0xdf, count, 4);
  }

  /** An item of a kind that MessagePack leaves to its users. */
  public PackWriter extension(int type, byte[] content) {
    int length = content.length;
    switch (length) {
      case 1 -> put(0xd4, type, 1);
      case 2 -> put(0xd5, type, 1);
      case 4 -> put(0xd6, type, 1);
      case 8 -> put(0xd7, type, 1);
      case 16 -> put(0xd8, type, 1);
      default -> {
        if (length < 0x100) {
          put(0xc7, (long) length << 8 | type, 2);
        } else if (length < 0x1_0000) {
          put(0xc8, (long) length << 8 | type, 3);
        } else {
          put(0xc9, (long) length << 8 | type, 5);
        }
      }
    }
    return raw(content);
  }

  /** All that was written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }
}
