package dev.ingot.plugin.http2;

import java.nio.ByteBuffer;

/**
 * One frame as it came.
 *
 * @param type one of the constants, or a number that means nothing here
 * @param stream 0 for the connection itself
 * @param payload valid until the next frame is read
 */
record Frame(int type, int flags, int stream, ByteBuffer payload) {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;
  static final int PADDED = 8;
  static final int PRIORITY = 32;

  /** The bytes before the payload. */
  static final int HEAD = 9;

  /** The largest payload that either side takes unless it said otherwise; this one never does. */
  static final int LARGEST = 16_384;

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** The payload without padding and, before headers, without priority. */
  ByteBuffer content() throws Http2Exception {
    ByteBuffer content = payload.duplicate();
    int padding = 0;
    if (has(PADDED)) {
      if (!content.hasRemaining()) {
        throw Http2Exception.malformed("a padded frame has no length of its padding");
      }
      padding = content.get() & 0xff;
    }
    int priority = type == HEADERS && has(PRIORITY) ? 5 : 0;
    if (padding + priority > content.remaining()) {
      throw Http2Exception.malformed("the padding of a frame is longer than the frame");
    }
    content.position(content.position() + priority);
    content.limit(content.limit() - padding);
    return content;
  }

  /** The payload, which must have a length. */
  ByteBuffer exactly(int length) throws Http2Exception {
    if (payload.remaining() != length) {
      throw Http2Exception.malformed(
          "a frame of type " + type + " has " + payload.remaining() + " bytes, not " + length);
    }
    return payload.duplicate();
  }
}
