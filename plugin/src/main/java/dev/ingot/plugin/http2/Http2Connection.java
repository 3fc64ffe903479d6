package dev.ingot.plugin.http2;

import dev.ingot.plugin.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The client's side of a connection: requests of several callers at once, each with a body that is
 * sent whole. A thread of its own reads what comes; a peer that breaks the rules loses the
 * connection, and every request in progress ends with the reason. Safe for use by several threads.
 */
public final class Http2Connection implements AutoCloseable {
  private static final int READER_STACK = 256 * 1024;

  private final Transport transport;
  private final FrameWriter writer;
  private final StreamTable streams;

  private Http2Connection(Transport transport, int most) {
    this.transport = transport;
    this.writer = new FrameWriter(transport);
    this.streams = new StreamTable(most);
  }

  /**
   * Begins a connection and the thread that reads it, which ends with it.
   *
   * @param name of the thread
   * @param most the most bytes of an answer's body that are kept before they are taken
   * @throws IOException when the peer takes nothing
   */
  public static Http2Connection open(Transport transport, String name, int most)
      throws IOException {
    Http2Connection connection = new Http2Connection(transport, most);
    connection.writer.preface();
    // A platform thread: the first virtual thread of a process costs more than this one.
    Thread reader = new Thread(null, connection::read, name, READER_STACK);
    reader.setDaemon(true);
    reader.start();
    return connection;
  }

  private void read() {
    FrameDispatch dispatch = new FrameDispatch(streams, writer, new FrameReader(transport));
    try {
      while (true) {
        dispatch.next();
      }
    } catch (Http2Exception e) {
      end(e);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      end(broken(e));
    }
  }

  private static Http2Exception broken(Throwable why) {
    String message = why.getMessage();
    return new Http2Exception(
        Http2Exception.Reason.CLOSED,
        "the connection to the plugin broke: "
            + (message == null ? why.getClass().getSimpleName() : message));
  }

  private void end(Http2Exception why) {
    streams.endAll(why);
    transport.close();
  }

  /**
   * Sends a request; waits while the peer takes no more.
   *
   * @param headers in their order, lower-case names
   * @param body all of it; at least one byte
   * @throws Http2Exception when the connection is gone or the peer gave the request up
   * @throws InterruptedException when interrupted before all of it was sent; the peer is told that
   *     it isn't wanted
   */
  public Http2Stream request(List<Header> headers, byte[] body)
      throws Http2Exception, InterruptedException {
    byte[] block = HeaderEncoder.encode(headers);
    if (block.length > Frame.LARGEST || body.length == 0) {
      throw new IllegalArgumentException("the headers are too long, or there is no body");
    }
    streams.awaitRoomForStream();
    StreamTable.Begun begun = begin(block, body);
    Http2Stream stream = begun.stream();
    boolean sent = false;
    try {
      for (int at = begun.bytes(); at < body.length; ) {
        int count = streams.awaitWindow(stream, body.length - at);
        if (count == 0) {
          // It was answered before it was sent whole; the rest isn't wanted.
          break;
        }
        ByteBuffer out = ByteBuffer.allocate(Frame.HEAD + count);
        data(out, stream.id(), body, at, count);
        write(out.flip());
        at += count;
      }
      sent = true;
      return stream;
    } finally {
      if (!sent) {
        cancel(stream);
      }
    }
  }

  /** Sends headers and, where the peer takes it at once, the body in the same write. */
  private StreamTable.Begun begin(byte[] block, byte[] body) throws Http2Exception {
    // Streams begin in the order of their numbers, so both happen under the writer's lock.
    writer.lock();
    try {
      StreamTable.Begun begun = streams.begin(this, body.length);
      int more = begun.bytes() == 0 ? 0 : Frame.HEAD + begun.bytes();
      ByteBuffer out = ByteBuffer.allocate(Frame.HEAD + block.length + more);
      FrameWriter.head(out, block.length, Frame.HEADERS, Frame.END_HEADERS, begun.stream().id());
      out.put(block);
      if (begun.bytes() > 0) {
        data(out, begun.stream().id(), body, 0, begun.bytes());
      }
      write(out.flip());
      return begun;
    } finally {
      writer.unlock();
    }
  }

  private static void data(ByteBuffer out, int stream, byte[] body, int from, int count) {
    int flags = from + count == body.length ? Frame.END_STREAM : 0;
    FrameWriter.head(out, count, Frame.DATA, flags, stream);
    out.put(body, from, count);
  }

  private void write(ByteBuffer out) throws Http2Exception {
    try {
      writer.write(out);
    } catch (IOException e) {
      Http2Exception why = broken(e);
      end(why);
      throw why;
    }
  }

  void cancel(Http2Stream stream) {
    Http2Exception why =
        new Http2Exception(Http2Exception.Reason.RESET, "the request was cancelled");
    if (streams.end(stream, why)) {
      try {
        writer.cancel(stream.id());
      } catch (IOException _) {
        // The thread that reads finds out, and ends all requests with the reason.
      }
    }
  }

  /** Whether requests can be made. */
  public boolean isOpen() {
    return streams.isOpen();
  }

  @Override
  public void close() {
    end(new Http2Exception(Http2Exception.Reason.CLOSED, "the connection was closed"));
  }
}
