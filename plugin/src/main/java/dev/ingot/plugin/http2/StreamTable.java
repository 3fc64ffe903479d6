package dev.ingot.plugin.http2;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The requests in progress on a connection and what may be sent of them, under one lock. Callers
 * wait here for room; the thread that reads says here what came.
 */
final class StreamTable {
  private static final long FIRST_WINDOW = 65_535;
  private static final long LARGEST_WINDOW = Integer.MAX_VALUE;

  /** More is never sent in one piece: other calls are to have their turn. */
  private static final int LARGEST_PIECE = 1 << 20;

  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Integer, Http2Stream> streams = new HashMap<>();
  private int nextStream = 1;
  private long sendWindow = FIRST_WINDOW;
  private long streamWindow = FIRST_WINDOW;
  private int largestFrame = Frame.LARGEST;
  private long mostStreams = Integer.MAX_VALUE;
  private Optional<Http2Exception> closed = Optional.empty();

  /**
   * @param most the most bytes of an answer's body that are kept before they are taken
   */
  StreamTable(int most) {
    this.most = most;
  }

  /** A stream that begins, and how much of its body goes out with its headers. */
  record Begun(Http2Stream stream, int bytes) {}

  void awaitRoomForStream() throws Http2Exception, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (closed.isEmpty() && streams.size() >= mostStreams) {
        changed.await();
      }
      requireOpen();
    } finally {
      lock.unlock();
    }
  }

  /** Begins a stream; its body goes out with its headers if the peer takes it all at once. */
  Begun begin(Http2Connection connection, int bodyLength) throws Http2Exception {
    lock.lock();
    try {
      requireOpen();
      Http2Stream stream = new Http2Stream(connection, nextStream, most, lock, streamWindow);
      nextStream += 2;
      streams.put(stream.id(), stream);
      boolean whole = bodyLength <= Math.min(Frame.LARGEST, window(stream));
      int bytes = whole ? bodyLength : 0;
      take(stream, bytes);
      return new Begun(stream, bytes);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the peer takes more of a body; 0 when the request was answered already. */
  int awaitWindow(Http2Stream stream, int wanted) throws Http2Exception, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!stream.isOver() && window(stream) <= 0) {
        changed.await();
      }
      stream.requireNoFailure();
      if (stream.isOver()) {
        return 0;
      }
      int count = (int) Math.min(Math.min(window(stream), largestFrame), wanted);
      take(stream, count);
      return count;
    } finally {
      lock.unlock();
    }
  }

  private long window(Http2Stream stream) {
    return Math.min(sendWindow, stream.sendWindow());
  }

  private void take(Http2Stream stream, int count) {
    sendWindow -= count;
    stream.addSendWindow(-count);
  }

  private void requireOpen() throws Http2Exception {
    if (closed.isPresent()) {
      throw closed.get().again();
    }
  }

  boolean isOpen() {
    lock.lock();
    try {
      return closed.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Ends one request, or finds it ended; whether the peer doesn't know yet. */
  boolean end(Http2Stream stream, Http2Exception why) {
    lock.lock();
    try {
      boolean open = streams.remove(stream.id()) != null;
      stream.fail(why);
      changed.signalAll();
      return open;
    } finally {
      lock.unlock();
    }
  }

  /** Ends all requests; none begins after it. */
  void endAll(Http2Exception why) {
    lock.lock();
    try {
      if (closed.isEmpty()) {
        closed = Optional.of(why);
      }
      streams.values().forEach(stream -> stream.fail(why));
      streams.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The peer takes no more requests, and answers none after a number. */
  void goAway(int last, Http2Exception why) {
    lock.lock();
    try {
      if (closed.isEmpty()) {
        closed = Optional.of(why);
      }
      for (Iterator<Http2Stream> all = streams.values().iterator(); all.hasNext(); ) {
        Http2Stream stream = all.next();
        if (stream.id() > last) {
          stream.fail(why);
          all.remove();
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether this side began a stream of that number, still open or not. */
  boolean began(int id) {
    lock.lock();
    try {
      return id % 2 == 1 && id < nextStream;
    } finally {
      lock.unlock();
    }
  }

  void headers(int id, List<Header> headers, boolean last) {
    lock.lock();
    try {
      Http2Stream stream = streams.get(id);
      if (stream != null) {
        stream.addHeaders(headers);
        if (last) {
          complete(stream);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void complete(Http2Stream stream) {
    streams.remove(stream.id());
    stream.complete();
    changed.signalAll();
  }

  /** Adds to an answer; whether there was room. If not, the request has failed. */
  boolean data(int id, ByteBuffer content, boolean last) {
    lock.lock();
    try {
      Http2Stream stream = streams.get(id);
      if (stream == null) {
        return true;
      }
      if (!stream.addBody(content)) {
        streams.remove(id);
        stream.fail(
            new Http2Exception(
                Http2Exception.Reason.TOO_LARGE,
                "the answer is larger than the limit of " + (most >> 20) + " MiB"));
        changed.signalAll();
        return false;
      }
      if (last) {
        complete(stream);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  void reset(int id, Http2Exception why) {
    lock.lock();
    try {
      Http2Stream stream = streams.remove(id);
      if (stream != null) {
        stream.fail(why);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The peer takes more of a stream, or of all together if it is 0. */
  void addWindow(int id, int more) throws Http2Exception {
    lock.lock();
    try {
      Http2Stream stream = streams.get(id);
      if (id == 0) {
        sendWindow += more;
      } else if (stream != null) {
        stream.addSendWindow(more);
      }
      if (sendWindow > LARGEST_WINDOW || (stream != null && stream.sendWindow() > LARGEST_WINDOW)) {
        throw Http2Exception.malformed("a window is larger than the protocol allows");
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What the peer takes at first of each stream; holds for those that are open, too. */
  void initialWindow(long window) {
    lock.lock();
    try {
      streams.values().forEach(stream -> stream.addSendWindow(window - streamWindow));
      streamWindow = window;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void largestFrame(int bytes) {
    lock.lock();
    try {
      largestFrame = Math.min(bytes, LARGEST_PIECE);
    } finally {
      lock.unlock();
    }
  }

  void mostStreams(long count) {
    lock.lock();
    try {
      mostStreams = count;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
