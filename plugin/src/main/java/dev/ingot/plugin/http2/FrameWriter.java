package dev.ingot.plugin.http2;

import dev.ingot.plugin.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/** Writes frames, each whole. Safe for use by several threads. */
final class FrameWriter {
  /** What this side may be sent without asking for more, by connection and stream. */
  static final int WINDOW = 1 << 30;

  private static final int FIRST_WINDOW = 65_535;
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int CANCEL = 8;
  private static final int SETTING = 6;
  private static final short ENABLE_PUSH = 2;
  private static final short INITIAL_WINDOW_SIZE = 4;

  private final Transport transport;
  private final ReentrantLock writing = new ReentrantLock();

  FrameWriter(Transport transport) {
    this.transport = transport;
  }

  /** Begins the connection: nothing is pushed, and windows are so large that streams never wait. */
  void preface() throws IOException {
    byte[] text = PREFACE.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out = ByteBuffer.allocate(text.length + 2 * Frame.HEAD + 2 * SETTING + 4);
    out.put(text);
    head(out, 2 * SETTING, Frame.SETTINGS, 0, 0);
    out.putShort(ENABLE_PUSH).putInt(0);
    out.putShort(INITIAL_WINDOW_SIZE).putInt(WINDOW);
    head(out, 4, Frame.WINDOW_UPDATE, 0, 0);
    out.putInt(WINDOW - FIRST_WINDOW);
    write(out.flip());
  }

  static void head(ByteBuffer out, int length, int type, int flags, int stream) {
    out.putInt((length << 8) | type).put((byte) flags).putInt(stream);
  }

  /** A small frame. */
  void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(Frame.HEAD + payload.length);
    head(out, payload.length, type, flags, stream);
    write(out.put(payload).flip());
  }

  /** Tells the peer that the answer to a request isn't wanted. */
  void cancel(int stream) throws IOException {
    frame(Frame.RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(CANCEL).array());
  }

  /** Lets the peer send more on the connection. */
  void addWindow(int more) throws IOException {
    frame(Frame.WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(more).array());
  }

  /** Keeps other threads from writing until {@link #unlock}. */
  void lock() {
    writing.lock();
  }

  void unlock() {
    writing.unlock();
  }

  void write(ByteBuffer frames) throws IOException {
    writing.lock();
    try {
      transport.write(frames);
    } finally {
      writing.unlock();
    }
  }
}
