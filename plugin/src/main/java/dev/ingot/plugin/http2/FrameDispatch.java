package dev.ingot.plugin.http2;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads frames and passes on what they say, once they are known to keep the rules. Used by one
 * thread.
 */
final class FrameDispatch {
  private static final int MOST_HEADERS = 256 * 1024;
  private static final int NOBODY = -1;
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int MAX_FRAME_SIZE = 5;
  private static final int MAX_CONCURRENT_STREAMS = 3;
  private static final int LARGEST_FRAME_SIZE = (1 << 24) - 1;

  private final StreamTable streams;
  private final FrameWriter writer;
  private final FrameReader frames;
  private final HeaderDecoder decoder = new HeaderDecoder();
  private final ByteArrayOutputStream block = new ByteArrayOutputStream();
  private int blockStream = NOBODY;
  private boolean blockIsLast;
  private int received;

  FrameDispatch(StreamTable streams, FrameWriter writer, FrameReader frames) {
    this.streams = streams;
    this.writer = writer;
    this.frames = frames;
  }

  /** Waits for one frame and acts on it. */
  void next() throws IOException {
    Frame frame = frames.next();
    if (blockStream != NOBODY
        && (frame.type() != Frame.CONTINUATION || frame.stream() != blockStream)) {
      throw Http2Exception.malformed("a block of headers was interrupted");
    }
    switch (frame.type()) {
      case Frame.DATA -> data(frame);
      case Frame.HEADERS -> headers(frame);
      case Frame.CONTINUATION -> continuation(frame);
      case Frame.RST_STREAM -> {
        requireBegun(frame);
        streams.reset(frame.stream(), givenUp(frame.exactly(4).getInt()));
      }
      case Frame.SETTINGS -> settings(frame);
      case Frame.PING -> ping(frame);
      case Frame.GOAWAY -> goAway(frame);
      case Frame.WINDOW_UPDATE -> windowUpdate(frame);
      case Frame.PUSH_PROMISE -> throw Http2Exception.malformed("an unrequested push");
      default -> {
        // Other types are to be ignored.
      }
    }
  }

  private void requireBegun(Frame frame) throws Http2Exception {
    if (!streams.began(frame.stream())) {
      throw Http2Exception.malformed(
          "a frame of type "
              + frame.type()
              + " is for the stream "
              + frame.stream()
              + ", which was not begun");
    }
  }

  private void data(Frame frame) throws IOException {
    requireBegun(frame);
    received += frame.payload().remaining();
    if (!streams.data(frame.stream(), frame.content(), frame.has(Frame.END_STREAM))) {
      writer.cancel(frame.stream());
    }
    // Each stream may be sent more than is taken of it; only the connection has to be topped up.
    if (received > FrameWriter.WINDOW / 2) {
      writer.addWindow(received);
      received = 0;
    }
  }

  private void headers(Frame frame) throws IOException {
    requireBegun(frame);
    block.reset();
    blockStream = frame.stream();
    blockIsLast = frame.has(Frame.END_STREAM);
    part(frame, frame.content());
  }

  private void continuation(Frame frame) throws IOException {
    if (blockStream == NOBODY) {
      throw Http2Exception.malformed("a continuation without headers");
    }
    part(frame, frame.payload());
  }

  private void part(Frame frame, ByteBuffer content) throws IOException {
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    block.writeBytes(bytes);
    if (block.size() > MOST_HEADERS) {
      throw Http2Exception.malformed("there are more than " + MOST_HEADERS + " bytes of headers");
    }
    if (frame.has(Frame.END_HEADERS)) {
      int stream = blockStream;
      blockStream = NOBODY;
      streams.headers(stream, decoder.decode(ByteBuffer.wrap(block.toByteArray())), blockIsLast);
    }
  }

  private void settings(Frame frame) throws IOException {
    if (frame.has(Frame.ACK)) {
      return;
    }
    ByteBuffer payload = frame.payload();
    if (payload.remaining() % 6 != 0 || frame.stream() != 0) {
      throw Http2Exception.malformed("invalid length or stream of settings");
    }
    while (payload.hasRemaining()) {
      int name = payload.getShort();
      long value = payload.getInt() & 0xffff_ffffL;
      switch (name) {
        case INITIAL_WINDOW_SIZE -> {
          if (value > Integer.MAX_VALUE) {
            throw Http2Exception.malformed("a window is larger than the protocol allows");
          }
          streams.initialWindow(value);
        }
        case MAX_FRAME_SIZE -> {
          if (value < Frame.LARGEST || value > LARGEST_FRAME_SIZE) {
            throw Http2Exception.malformed("frames of " + value + " bytes cannot be agreed on");
          }
          streams.largestFrame((int) value);
        }
        case MAX_CONCURRENT_STREAMS -> streams.mostStreams(value);
        default -> {
          // Unknown settings are to be ignored.
        }
      }
    }
    writer.frame(Frame.SETTINGS, Frame.ACK, 0, new byte[0]);
  }

  private void ping(Frame frame) throws IOException {
    byte[] payload = new byte[8];
    frame.exactly(8).get(payload);
    if (!frame.has(Frame.ACK)) {
      writer.frame(Frame.PING, Frame.ACK, 0, payload);
    }
  }

  private static Http2Exception givenUp(int code) {
    return new Http2Exception(
        Http2Exception.Reason.RESET,
        "the plugin aborted its answer (HTTP/2 error code " + code + ")");
  }

  private void goAway(Frame frame) throws Http2Exception {
    ByteBuffer payload = frame.payload();
    if (payload.remaining() < 8) {
      throw Http2Exception.malformed("a GOAWAY frame is truncated");
    }
    int last = payload.getInt() & 0x7fff_ffff;
    int code = payload.getInt();
    String text =
        payload.hasRemaining()
            ? ": "
                + StandardCharsets.US_ASCII.decode(
                    payload.slice(payload.position(), Math.min(payload.remaining(), 200)))
            : "";
    streams.goAway(
        last,
        new Http2Exception(
            Http2Exception.Reason.CLOSED,
            "the plugin accepts no more requests (HTTP/2 error code " + code + text + ")"));
  }

  private void windowUpdate(Frame frame) throws IOException {
    int more = frame.exactly(4).getInt() & 0x7fff_ffff;
    if (more == 0) {
      throw Http2Exception.malformed("a window update of 0");
    }
    if (frame.stream() != 0) {
      requireBegun(frame);
    }
    streams.addWindow(frame.stream(), more);
  }
}
