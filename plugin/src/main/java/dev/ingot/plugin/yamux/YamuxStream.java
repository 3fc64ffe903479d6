package dev.ingot.plugin.yamux;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One stream: bytes both ways, each ended on its own. */
public final class YamuxStream implements AutoCloseable {
  /** The bytes each side may send before the other has taken some. */
  static final int WINDOW = 256 * 1024;

  private static final int LARGEST_FRAME = 64 * 1024;

  private final YamuxSession session;
  private final int id;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<byte[]> received = new ArrayDeque<>();
  private final InputStream in = new In();
  private final OutputStream out = new Out();
  private int offset;
  private int waiting;
  private int taken;
  private long sendWindow = WINDOW;
  private boolean ended;
  private boolean peerEnded;
  private boolean dropped;
  private Optional<YamuxException> failure = Optional.empty();

  YamuxStream(YamuxSession session, int id) {
    this.session = session;
    this.id = id;
  }

  int id() {
    return id;
  }

  /** What the peer sends; ends when it has ended its side. */
  public InputStream in() {
    return in;
  }

  /** What the peer gets; closing it ends this side. */
  public OutputStream out() {
    return out;
  }

  void received(byte[] content) throws IOException {
    boolean unwanted;
    lock.lock();
    try {
      unwanted = dropped;
      if (!unwanted && content.length > 0) {
        if (waiting + content.length > WINDOW) {
          throw new YamuxException("the plugin sends more than was asked for");
        }
        received.add(content);
        waiting += content.length;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    if (unwanted && content.length > 0) {
      // Nobody reads it, but the plugin would wait for ever otherwise.
      session.widen(id, content.length);
    }
  }

  void widened(long more) {
    lock.lock();
    try {
      sendWindow += more;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void flagged(Frame frame) {
    if (frame.has(Frame.RST)) {
      fail(new YamuxException("the plugin gave a stream up"));
      session.forget(this);
    } else if (frame.has(Frame.FIN)) {
      boolean over;
      lock.lock();
      try {
        peerEnded = true;
        over = ended;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      if (over) {
        session.forget(this);
      }
    }
  }

  void fail(YamuxException why) {
    lock.lock();
    try {
      if (failure.isEmpty()) {
        failure = Optional.of(why);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void requireNoFailure() throws YamuxException {
    if (failure.isPresent()) {
      throw new YamuxException(String.valueOf(failure.get().getMessage()));
    }
  }

  @SuppressWarnings("WaitNotInLoop") // all who call it look again
  private void awaitChange() throws InterruptedIOException {
    try {
      changed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the wait for a plugin was interrupted");
    }
  }

  private void widen(int more) throws IOException {
    session.send(new Frame(Frame.Type.WINDOW, 0, id, more).alone());
  }

  /** Ends this side; the peer may go on. */
  private void end() throws IOException {
    boolean over;
    lock.lock();
    try {
      if (ended || failure.isPresent()) {
        return;
      }
      ended = true;
      over = peerEnded;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    session.send(new Frame(Frame.Type.WINDOW, Frame.FIN, id, 0).alone());
    if (over) {
      session.forget(this);
    }
  }

  /** Ends this side; what still comes is thrown away. */
  @Override
  public void close() {
    int unread;
    lock.lock();
    try {
      dropped = true;
      unread = waiting + taken;
      received.clear();
      waiting = 0;
      taken = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      end();
      if (unread > 0) {
        widen(unread);
      }
    } catch (IOException e) {
      // The connection is gone, and the stream with it.
    }
  }

  private final class In extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int count;
      int free = 0;
      lock.lock();
      try {
        while (received.isEmpty()) {
          requireNoFailure();
          if (peerEnded || dropped) {
            return -1;
          }
          awaitChange();
        }
        byte[] first = received.getFirst();
        count = Math.min(length, first.length - offset);
        System.arraycopy(first, offset, into, from, count);
        offset += count;
        if (offset == first.length) {
          received.removeFirst();
          offset = 0;
        }
        waiting -= count;
        taken += count;
        if (taken >= WINDOW / 2) {
          free = taken;
          taken = 0;
        }
      } finally {
        lock.unlock();
      }
      if (free > 0) {
        widen(free);
      }
      return count;
    }
  }

  private final class Out extends OutputStream {
    @Override
    public void write(int each) throws IOException {
      write(new byte[] {(byte) each}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      for (int at = 0; at < length; ) {
        int count = room(length - at);
        session.send(new Frame(Frame.Type.DATA, 0, id, count).with(bytes, from + at, count));
        at += count;
      }
    }

    private int room(int wanted) throws IOException {
      lock.lock();
      try {
        while (sendWindow <= 0 && failure.isEmpty() && !ended) {
          awaitChange();
        }
        requireNoFailure();
        if (ended) {
          throw new YamuxException("the stream was closed");
        }
        int count = (int) Math.min(Math.min(sendWindow, wanted), LARGEST_FRAME);
        sendWindow -= count;
        return count;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() throws IOException {
      end();
    }
  }
}
