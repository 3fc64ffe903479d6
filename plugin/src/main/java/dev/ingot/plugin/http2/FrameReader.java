package dev.ingot.plugin.http2;

import dev.ingot.plugin.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads frames one after the other. Used by one thread. */
final class FrameReader {
  private final Transport transport;
  private final ByteBuffer input = ByteBuffer.allocate(64 * 1024).flip();

  FrameReader(Transport transport) {
    this.transport = transport;
  }

  /**
   * Waits for the next frame.
   *
   * @throws Http2Exception at the end, or when a frame is too large
   */
  Frame next() throws IOException {
    require(Frame.HEAD);
    int start = input.getInt();
    int length = start >>> 8;
    int type = start & 0xff;
    int flags = input.get() & 0xff;
    int stream = input.getInt() & 0x7fff_ffff;
    if (length > Frame.LARGEST) {
      throw Http2Exception.malformed(
          "a frame has "
              + length
              + " bytes, more than the limit of "
              + Frame.LARGEST
              + "; perhaps the plugin does not speak HTTP/2");
    }
    require(length);
    ByteBuffer payload = input.slice(input.position(), length);
    input.position(input.position() + length);
    return new Frame(type, flags, stream, payload);
  }

  private void require(int count) throws IOException {
    while (input.remaining() < count) {
      input.compact();
      int read;
      try {
        read = transport.read(input);
      } finally {
        input.flip();
      }
      if (read < 0) {
        throw new Http2Exception(Http2Exception.Reason.CLOSED, "the plugin closed the connection");
      }
    }
  }
}
