package dev.ingot.plugin.yamux;

import java.nio.ByteBuffer;
import java.util.List;

/** The heads of frames. Rules: yamux's {@code spec.md}, version 0. */
record Frame(Type type, int flags, int stream, int length) {
  static final int HEAD = 12;

  static final int SYN = 1;
  static final int ACK = 2;
  static final int FIN = 4;
  static final int RST = 8;

  /** What a frame is for. */
  enum Type {
    DATA(0),
    WINDOW(1),
    PING(2),
    GO_AWAY(3);

    private static final List<Type> ALL = List.of(values());

    private final int code;

    Type(int code) {
      this.code = code;
    }
  }

  /** Reads a head. */
  static Frame read(ByteBuffer in) throws YamuxException {
    int version = in.get();
    int type = in.get();
    int flags = in.getShort();
    int stream = in.getInt();
    int length = in.getInt();
    if (version != 0 || type < 0 || type >= Type.ALL.size() || stream < 0) {
      throw new YamuxException("the plugin sends what is no frame of yamux");
    }
    return new Frame(Type.ALL.get(type), flags, stream, length);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Writes the head with content behind it. */
  ByteBuffer with(byte[] content, int offset, int count) {
    ByteBuffer out = ByteBuffer.allocate(HEAD + count);
    out.put((byte) 0)
        .put((byte) type.code)
        .putShort((short) flags)
        .putInt(stream)
        .putInt(length)
        .put(content, offset, count);
    return out.flip();
  }

  /** Writes the head alone. */
  ByteBuffer alone() {
    return with(new byte[0], 0, 0);
  }
}
