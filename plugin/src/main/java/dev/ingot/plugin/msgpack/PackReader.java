package dev.ingot.plugin.msgpack;

import dev.ingot.lang.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads MessagePack item by item; nothing is believed of lengths that the bytes can't hold. Rules:
 * the MessagePack specification.
 */
public final class PackReader {
  /** What an item is. */
  public enum Kind {
    NIL,
    TRUTH,
    WHOLE,
    UNSIGNED,
    FRACTION,
    TEXT,
    BINARY,
    ARRAY,
    MAP,
    EXTENSION
  }

  private final byte[] bytes;
  private int at;

  /** Reads these bytes. */
  public PackReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Whether nothing is left. */
  public boolean isAtEnd() {
    return at == bytes.length;
  }

  /** What the next item is. */
  public Kind peek() throws PackException {
    if (at >= bytes.length) {
      throw new PackException("unexpected end of data");
    }
    int code = bytes[at] & 0xff;
    if (code < 0x80 || code >= 0xe0) {
      return Kind.WHOLE;
    }
    if (code < 0xc0) {
      return code < 0x90 ? Kind.MAP : code < 0xa0 ? Kind.ARRAY : Kind.TEXT;
    }
    return switch (code) {
      case 0xc0 -> Kind.NIL;
      case 0xc2, 0xc3 -> Kind.TRUTH;
      case 0xc4, 0xc5, 0xc6 -> Kind.BINARY;
      case 0xc7, 0xc8, 0xc9, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> Kind.EXTENSION;
      case 0xca, 0xcb -> Kind.FRACTION;
      case 0xcc, 0xcd, 0xce, 0xcf -> Kind.UNSIGNED;
      case 0xd0, 0xd1, 0xd2, 0xd3 -> Kind.WHOLE;
      case 0xd9, 0xda, 0xdb -> Kind.TEXT;
      case 0xdc, 0xdd -> Kind.ARRAY;
      case 0xde, 0xdf -> Kind.MAP;
      default -> throw new PackException("unknown item code " + code);
    };
  }

  private int code(Kind wanted) throws PackException {
    Kind kind = peek();
    if (kind != wanted) {
      throw new PackException(name(kind) + " stands where " + name(wanted) + " is needed");
    }
    return bytes[at++] & 0xff;
  }

  private static String name(Kind kind) {
    return switch (kind) {
      case NIL -> "null";
      case TRUTH -> "a bool";
      case WHOLE, UNSIGNED, FRACTION -> "a number";
      case TEXT -> "a string";
      case BINARY -> "binary data";
      case ARRAY -> "an array";
      case MAP -> "a map";
      case EXTENSION -> "an unknown value";
    };
  }

  private long number(int count) throws PackException {
    require(count);
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | (bytes[at++] & 0xff);
    }
    return value;
  }

  private void require(long count) throws PackException {
    if (count < 0 || count > bytes.length - at) {
      throw new PackException("unexpected end of data");
    }
  }

  private byte[] take(long count) throws PackException {
    require(count);
    byte[] taken = Arrays.copyOfRange(bytes, at, at + (int) count);
    at += (int) count;
    return taken;
  }

  /** The null. */
  public void nil() throws PackException {
    int _ = code(Kind.NIL);
  }

  /** A bool. */
  public boolean truth() throws PackException {
    return code(Kind.TRUTH) == 0xc3;
  }

  /** A whole number with a sign. */
  public long whole() throws PackException {
    if (peek() == Kind.UNSIGNED) {
      long value = unsigned();
      if (value < 0) {
        throw new PackException("a number is too large");
      }
      return value;
    }
    int code = code(Kind.WHOLE);
    return switch (code) {
      case 0xd0 -> (byte) number(1);
      case 0xd1 -> (short) number(2);
      case 0xd2 -> (int) number(4);
      case 0xd3 -> number(8);
      default -> (byte) code;
    };
  }

  /** A whole number without a sign; from 2 to the 63 on it is negative here. */
  public long unsigned() throws PackException {
    return number(1 << (code(Kind.UNSIGNED) - 0xcc));
  }

  /** A number with a fraction. */
  public double fraction() throws PackException {
    return code(Kind.FRACTION) == 0xca
        ? Float.intBitsToFloat((int) number(4))
        : Double.longBitsToDouble(number(8));
  }

  /** A string. */
  public String text() throws PackException {
    int code = code(Kind.TEXT);
    long length = code < 0xc0 ? code & 0x1f : number(1 << (code - 0xd9));
    require(length);
    String text = new String(bytes, at, (int) length, StandardCharsets.UTF_8);
    at += (int) length;
    return text;
  }

  /** Binary data; older encoders write it as a string. */
  public byte[] binary() throws PackException {
    if (peek() == Kind.TEXT) {
      return text().getBytes(StandardCharsets.UTF_8);
    }
    return take(number(1 << (code(Kind.BINARY) - 0xc4)));
  }

  /** Begins an array: how many items follow. */
  public int array() throws PackException {
    int code = code(Kind.ARRAY);
    return count(code < 0xc0 ? code & 0x0f : number(code == 0xdc ? 2 : 4), 1);
  }

  /** Begins a map: how many pairs of items follow. */
  public int map() throws PackException {
    int code = code(Kind.MAP);
    return count(code < 0xc0 ? code & 0x0f : number(code == 0xde ? 2 : 4), 2);
  }

  private int count(long count, int bytesEach) throws PackException {
    // Each item takes a byte at least.
    require(count * bytesEach);
    return (int) count;
  }

  /** An item of a kind that MessagePack leaves to its users. */
  public record Extension(int type, Bytes content) {}

  /** An item of a kind that MessagePack leaves to its users. */
  public Extension extension() throws PackException {
    int code = code(Kind.EXTENSION);
    long length = code < 0xd0 ? number(1 << (code - 0xc7)) : 1L << (code - 0xd4);
    int type = (int) number(1);
    return new Extension(type, Bytes.of(take(length)));
  }
}
