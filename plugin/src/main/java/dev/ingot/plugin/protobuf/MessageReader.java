package dev.ingot.plugin.protobuf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a message field by field, in the order of its bytes: {@link #next} goes to a field, the
 * other methods give its content. Fields whose number means nothing to the caller are passed over.
 * Nothing is copied before it is asked for. Rules: the encoding of protocol buffers; groups, which
 * proto3 hasn't, are malformed.
 */
public final class MessageReader {
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH = 2;
  private static final int FOUR_BYTES = 5;

  /** How deep messages may nest; a schema with more levels of blocks than half of it is refused. */
  private static final int DEEPEST = 400;

  private final byte[] bytes;
  private final int end;
  private final int depth;
  private int at;
  private int field;
  private int wireType;
  private long number;
  private int from;

  private MessageReader(byte[] bytes, int at, int end, int depth) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
    this.depth = depth;
  }

  /** A whole message; the array must not change while it is read. */
  public MessageReader(byte[] bytes) {
    this(bytes, 0, bytes.length, 0);
  }

  /**
   * Goes to the next field.
   *
   * @return whether there is one
   */
  public boolean next() throws MalformedMessageException {
    if (at >= end) {
      return false;
    }
    long tag = varint();
    long fieldNumber = tag >>> 3;
    if (fieldNumber == 0 || fieldNumber > 0x1fff_ffffL) {
      throw new MalformedMessageException("a message has a field numbered " + fieldNumber);
    }
    field = (int) fieldNumber;
    wireType = (int) (tag & 7);
    switch (wireType) {
      case VARINT -> number = varint();
      case EIGHT_BYTES -> skip(8);
      case LENGTH -> {
        long length = varint();
        from = at;
        skip(length);
      }
      case FOUR_BYTES -> skip(4);
      default ->
          throw new MalformedMessageException(
              "field " + field + " of a message has the unknown wire type " + wireType);
    }
    return true;
  }

  private long varint() throws MalformedMessageException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at >= end) {
        throw new MalformedMessageException("a message ends in the middle of a number");
      }
      byte next = bytes[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedMessageException("a number in a message is longer than 64 bits");
  }

  private void skip(long length) throws MalformedMessageException {
    if (length < 0 || length > end - at) {
      throw new MalformedMessageException(
          "field " + field + " of a message is longer than the message");
    }
    at += (int) length;
  }

  private void require(int type) throws MalformedMessageException {
    if (wireType != type) {
      throw new MalformedMessageException(
          "field " + field + " of a message has the wire type " + wireType + " instead of " + type);
    }
  }

  /** The number of the field. */
  public int field() {
    return field;
  }

  /** Its whole number. */
  public long number() throws MalformedMessageException {
    require(VARINT);
    return number;
  }

  /** Whether its number isn't 0. */
  public boolean flag() throws MalformedMessageException {
    return number() != 0;
  }

  /** Its text; what isn't UTF-8 in it is replaced. */
  public String text() throws MalformedMessageException {
    require(LENGTH);
    return new String(bytes, from, at - from, StandardCharsets.UTF_8);
  }

  /** A copy of its bytes. */
  public byte[] bytes() throws MalformedMessageException {
    require(LENGTH);
    return Arrays.copyOfRange(bytes, from, at);
  }

  /** The message in it. */
  public MessageReader message() throws MalformedMessageException {
    require(LENGTH);
    if (depth == DEEPEST) {
      throw new MalformedMessageException("messages nest more than " + DEEPEST + " deep");
    }
    return new MessageReader(bytes, from, at, depth + 1);
  }
}
