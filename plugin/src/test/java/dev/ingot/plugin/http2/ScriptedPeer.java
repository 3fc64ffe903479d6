package dev.ingot.plugin.http2;

import dev.ingot.lang.value.Bytes;
import dev.ingot.plugin.transport.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The other end of a connection: says what a test tells it, keeps what it is told. */
final class ScriptedPeer implements Transport {
  private final LinkedBlockingQueue<Optional<byte[]>> toClient = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream fromClient = new ByteArrayOutputStream();
  private ByteBuffer rest = ByteBuffer.allocate(0);

  /** A frame that was received. */
  record Received(int type, int flags, int stream, Bytes body) {
    byte[] payload() {
      return body.toByteArray();
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    try {
      while (!rest.hasRemaining()) {
        Optional<byte[]> next = toClient.take();
        if (next.isEmpty()) {
          toClient.add(next);
          return -1;
        }
        rest = ByteBuffer.wrap(next.get());
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    int count = Math.min(into.remaining(), rest.remaining());
    into.put(rest.slice(rest.position(), count));
    rest.position(rest.position() + count);
    return count;
  }

  @Override
  public void write(ByteBuffer from) {
    synchronized (fromClient) {
      byte[] bytes = new byte[from.remaining()];
      from.get(bytes);
      fromClient.writeBytes(bytes);
      fromClient.notifyAll();
    }
  }

  @Override
  public void close() {
    toClient.add(Optional.empty());
  }

  void say(byte[] bytes) {
    toClient.add(Optional.of(bytes));
  }

  void frame(int type, int flags, int stream, byte[] payload) {
    ByteBuffer out = ByteBuffer.allocate(Frame.HEAD + payload.length);
    FrameWriter.head(out, payload.length, type, flags, stream);
    say(out.put(payload).array());
  }

  void frame(int type, int flags, int stream, String hex) {
    frame(type, flags, stream, HexFormat.of().parseHex(hex));
  }

  void headers(int stream, boolean last, Header... headers) {
    frame(
        Frame.HEADERS,
        Frame.END_HEADERS | (last ? Frame.END_STREAM : 0),
        stream,
        HeaderEncoder.encode(List.of(headers)));
  }

  /** What was received so far, after the preface. */
  List<Received> received() {
    ByteBuffer in;
    synchronized (fromClient) {
      in = ByteBuffer.wrap(fromClient.toByteArray());
    }
    List<Received> frames = new ArrayList<>();
    in.position(Math.min(24, in.limit()));
    while (in.remaining() >= Frame.HEAD) {
      int head = in.getInt();
      int flags = in.get();
      int stream = in.getInt();
      byte[] payload = new byte[head >>> 8];
      in.get(payload);
      frames.add(new Received(head & 0xff, flags, stream, Bytes.of(payload)));
    }
    return frames;
  }

  /** Waits for a frame. */
  Received await(Predicate<Received> wanted) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    synchronized (fromClient) {
      while (true) {
        Optional<Received> found = received().stream().filter(wanted).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("not received; only " + received());
        }
        fromClient.wait(left);
      }
    }
  }
}
