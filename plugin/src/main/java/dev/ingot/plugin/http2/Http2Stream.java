package dev.ingot.plugin.http2;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One request and its answer: headers, a body, trailers. Used by one caller; the connection fills
 * it.
 */
public final class Http2Stream {
  private final Http2Connection connection;
  private final int id;
  private final int most;
  private final ReentrantLock lock;
  private final Condition arrived;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private byte[] body = new byte[0];
  private int start;
  private int end;
  private int wanted;
  private boolean ended;
  private Optional<Http2Exception> failure = Optional.empty();
  private long sendWindow;

  /**
   * @param most the most bytes of its body that are kept before they are taken
   */
  Http2Stream(Http2Connection connection, int id, int most, ReentrantLock lock, long sendWindow) {
    this.connection = connection;
    this.id = id;
    this.most = most;
    this.lock = lock;
    this.arrived = lock.newCondition();
    this.sendWindow = sendWindow;
  }

  /**
   * Waits until some of the body is there, or all there will be.
   *
   * @param count how many bytes not taken yet
   * @return whether there are so many; if not, the answer is complete
   * @throws Http2Exception when the request was not answered
   * @throws InterruptedException when interrupted; the request goes on
   */
  public boolean await(int count) throws Http2Exception, InterruptedException {
    lock.lockInterruptibly();
    try {
      wanted = count;
      while (waits()) {
        arrived.await();
      }
      return enough();
    } finally {
      lock.unlock();
    }
  }

  /** The same, however long it takes, also for a thread that is interrupted. */
  public boolean awaitUninterruptibly(int count) throws Http2Exception {
    lock.lock();
    try {
      wanted = count;
      while (waits()) {
        arrived.awaitUninterruptibly();
      }
      return enough();
    } finally {
      lock.unlock();
    }
  }

  private boolean waits() {
    return !ended && failure.isEmpty() && end - start < wanted;
  }

  private boolean enough() throws Http2Exception {
    requireNoFailure();
    return end - start >= wanted;
  }

  /** How many bytes of the body are there and not taken yet. */
  public int available() {
    lock.lock();
    try {
      return end - start;
    } finally {
      lock.unlock();
    }
  }

  /** Takes bytes of the body that are there. */
  public byte[] take(int count) {
    lock.lock();
    try {
      if (count > end - start) {
        throw new IllegalArgumentException("there are fewer bytes");
      }
      byte[] taken = Arrays.copyOfRange(body, start, start + count);
      start += count;
      if (start == end) {
        start = 0;
        end = 0;
        body = new byte[0];
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** The headers and, once the answer is complete, its trailers; the last of each name. */
  public Map<String, String> headers() {
    lock.lock();
    try {
      return Map.copyOf(headers);
    } finally {
      lock.unlock();
    }
  }

  /** Gives the request up, if it isn't answered; the peer is told. */
  public void cancel() {
    connection.cancel(this);
  }

  int id() {
    return id;
  }

  // What follows is called with the lock held.

  boolean isOver() {
    return ended || failure.isPresent();
  }

  long sendWindow() {
    return sendWindow;
  }

  void addSendWindow(long more) {
    sendWindow += more;
  }

  void addHeaders(List<Header> more) {
    for (Header header : more) {
      headers.put(header.name(), header.value());
    }
  }

  /** Adds to the body; whether it isn't too large. */
  boolean addBody(ByteBuffer more) {
    int count = more.remaining();
    if (count > most - (end - start)) {
      return false;
    }
    if (count > body.length - end) {
      int kept = end - start;
      byte[] larger =
          kept + count > body.length / 2
              ? new byte[(int) Math.min(most, Math.max(2L * body.length, kept + count))]
              : body;
      System.arraycopy(body, start, larger, 0, kept);
      body = larger;
      start = 0;
      end = kept;
    }
    more.get(body, end, count);
    end += count;
    if (end - start >= wanted) {
      arrived.signalAll();
    }
    return true;
  }

  void complete() {
    ended = true;
    arrived.signalAll();
  }

  void fail(Http2Exception why) {
    if (!isOver()) {
      failure = Optional.of(why);
    }
    arrived.signalAll();
  }

  void requireNoFailure() throws Http2Exception {
    if (failure.isPresent()) {
      throw failure.get().again();
    }
  }
}
