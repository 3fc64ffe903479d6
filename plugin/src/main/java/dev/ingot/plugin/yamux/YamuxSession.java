package dev.ingot.plugin.yamux;

import dev.ingot.plugin.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Streams over one connection, opened from both sides. A thread of its own reads; whoever holds a
 * stream sees what came of it. When the connection ends, so do all of its streams.
 */
public final class YamuxSession implements AutoCloseable {
  /** More waiting streams than this are refused, as in its first implementation. */
  private static final int BACKLOG = 256;

  /** More unsent answers than this, and the peer sends without reading. */
  private static final int UNSENT = 4096;

  private final Transport transport;
  private final ReentrantLock writing = new ReentrantLock();
  private final Map<Integer, YamuxStream> streams = new HashMap<>();
  private final BlockingQueue<Optional<YamuxStream>> incoming = new LinkedBlockingQueue<>();
  private final BlockingQueue<Frame> answers = new LinkedBlockingQueue<>(UNSENT);
  private int next;
  private Optional<YamuxException> ended = Optional.empty();

  private YamuxSession(Transport transport, int first) {
    this.transport = transport;
    this.next = first;
  }

  /** The side that connected. */
  public static YamuxSession client(Transport transport) {
    return started(transport, 1);
  }

  /** The side that was connected to. */
  public static YamuxSession server(Transport transport) {
    return started(transport, 2);
  }

  private static YamuxSession started(Transport transport, int first) {
    YamuxSession session = new YamuxSession(transport, first);
    Thread answering = Thread.ofVirtual().name("yamux-answers").start(session::answer);
    Thread.ofPlatform()
        .daemon()
        .name("yamux")
        .start(
            () -> {
              session.read();
              answering.interrupt();
            });
    return session;
  }

  /** Opens a stream; the peer gets it as the next one it accepts. */
  public YamuxStream open() throws IOException {
    YamuxStream stream;
    synchronized (streams) {
      requireOpen();
      stream = new YamuxStream(this, next);
      next += 2;
      streams.put(stream.id(), stream);
    }
    send(new Frame(Frame.Type.WINDOW, Frame.SYN, stream.id(), 0).alone());
    return stream;
  }

  /** The next stream that the peer opens; empty at the end of the connection. */
  public Optional<YamuxStream> accept() throws InterruptedException {
    Optional<YamuxStream> stream = incoming.take();
    if (stream.isEmpty()) {
      // For whoever else waits.
      incoming.add(stream);
    }
    return stream;
  }

  private void requireOpen() throws YamuxException {
    if (ended.isPresent()) {
      throw new YamuxException(String.valueOf(ended.get().getMessage()));
    }
  }

  /** Sends a frame; frames of all streams go out one at a time. */
  void send(ByteBuffer frame) throws IOException {
    writing.lock();
    try {
      transport.write(frame);
    } catch (IOException e) {
      YamuxException why =
          new YamuxException("the connection to the plugin broke: " + e.getMessage());
      end(why);
      throw why;
    } finally {
      writing.unlock();
    }
  }

  /**
   * Sends what the reading thread has to say. It doesn't wait for that itself: two sides that both
   * wait to write would never read again.
   */
  private void answer() {
    try {
      while (true) {
        send(answers.take().alone());
      }
    } catch (IOException e) {
      // The session has ended with it.
    } catch (InterruptedException e) {
      // Nothing is read any more.
    }
  }

  private void answer(Frame frame) throws YamuxException {
    if (!answers.offer(frame)) {
      throw new YamuxException("the plugin doesn't read what it asks for");
    }
  }

  /** Sends that a peer may send more, without waiting for it. */
  void widen(int stream, int more) throws YamuxException {
    answer(new Frame(Frame.Type.WINDOW, 0, stream, more));
  }

  /** Forgets a stream that both sides have ended. */
  void forget(YamuxStream stream) {
    synchronized (streams) {
      streams.remove(stream.id());
    }
  }

  private void read() {
    ByteBuffer head = ByteBuffer.allocate(Frame.HEAD);
    try {
      while (fill(head.clear())) {
        take(Frame.read(head.flip()));
      }
      end(new YamuxException("the plugin closed the connection"));
    } catch (YamuxException e) {
      end(e);
    } catch (IOException e) {
      end(new YamuxException("the connection to the plugin broke: " + e.getMessage()));
    }
  }

  private boolean fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (transport.read(buffer) < 0) {
        return false;
      }
    }
    return true;
  }

  private void take(Frame frame) throws IOException {
    switch (frame.type()) {
      case DATA -> {
        if (frame.length() < 0 || frame.length() > YamuxStream.WINDOW) {
          throw new YamuxException("the plugin sends more than was asked for");
        }
        ByteBuffer content = ByteBuffer.allocate(frame.length());
        if (!fill(content)) {
          throw new YamuxException("the plugin closed the connection");
        }
        Optional<YamuxStream> stream = stream(frame);
        if (stream.isPresent()) {
          stream.get().received(content.array());
          stream.get().flagged(frame);
        }
      }
      case WINDOW -> {
        Optional<YamuxStream> stream = stream(frame);
        if (stream.isPresent()) {
          stream.get().widened(frame.length() & 0xffff_ffffL);
          stream.get().flagged(frame);
        }
      }
      case PING -> {
        if (frame.has(Frame.SYN)) {
          answer(new Frame(Frame.Type.PING, Frame.ACK, 0, frame.length()));
        }
      }
      case GO_AWAY -> {
        if (frame.length() != 0) {
          throw new YamuxException("the plugin found an error in what it received");
        }
      }
    }
  }

  private Optional<YamuxStream> stream(Frame frame) throws IOException {
    YamuxStream made = new YamuxStream(this, frame.stream());
    boolean welcome;
    synchronized (streams) {
      if (!frame.has(Frame.SYN)) {
        // One that ended here may still get what was on its way.
        return Optional.ofNullable(streams.get(frame.stream()));
      }
      if (frame.stream() % 2 == next % 2 || streams.containsKey(frame.stream())) {
        throw new YamuxException("the plugin opens a stream that is open");
      }
      welcome = incoming.size() < BACKLOG;
      if (welcome) {
        streams.put(made.id(), made);
      }
    }
    answer(new Frame(Frame.Type.WINDOW, welcome ? Frame.ACK : Frame.RST, made.id(), 0));
    if (!welcome) {
      return Optional.empty();
    }
    incoming.add(Optional.of(made));
    return Optional.of(made);
  }

  private void end(YamuxException why) {
    List<YamuxStream> all;
    synchronized (streams) {
      if (ended.isPresent()) {
        return;
      }
      ended = Optional.of(why);
      all = List.copyOf(streams.values());
      streams.clear();
    }
    all.forEach(stream -> stream.fail(why));
    incoming.add(Optional.empty());
    transport.close();
  }

  /** Whether streams can be opened. */
  public boolean isOpen() {
    synchronized (streams) {
      return ended.isEmpty();
    }
  }

  @Override
  public void close() {
    end(new YamuxException("the connection was closed"));
  }
}
