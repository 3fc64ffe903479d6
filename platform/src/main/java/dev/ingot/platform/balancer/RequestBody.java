package dev.ingot.platform.balancer;

import dev.ingot.http.Framing;
import dev.ingot.http.HttpReader;
import dev.ingot.http.HttpWriter;
import dev.ingot.http.TcpConnection;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A request's body: its beginning is buffered so that it can be sent again, the rest is passed
 * through.
 */
final class RequestBody implements AutoCloseable {
  private static final Duration READ = Duration.ofSeconds(30);

  /**
   * Slower than any real network: otherwise a client that sends a byte now and then keeps a
   * connection for ever.
   */
  private static final int SLOWEST_BYTES_PER_SECOND = 256;

  private final HttpReader.Body body;
  private final Framing framing;
  private final HoldBuffer held;
  private final Duration time;
  private final long began = System.nanoTime();
  private long received;
  private boolean passedOn;

  RequestBody(HttpReader.Body body, Framing framing, int most, BufferBudget budget) {
    this(body, framing, most, budget, READ);
  }

  /**
   * One with another time limit.
   *
   * @param time the limit for an empty body, and for each part of a longer one
   */
  RequestBody(HttpReader.Body body, Framing framing, int most, BufferBudget budget, Duration time) {
    this.time = time;
    this.body = body;
    this.framing = framing;
    this.held = new HoldBuffer(most, budget);
  }

  /** Buffers as much as is allowed. */
  void readAhead() throws IOException {
    while (!body.isComplete() && held.makeRoom()) {
      int count = body.read(held.array(), held.size(), held.room(), patience());
      if (count > 0) {
        received += count;
        held.added(count);
      }
    }
  }

  /** How long the next part may take: a slow part uses up the time of the whole body. */
  private Duration patience() throws SocketTimeoutException {
    Duration all = time.plusSeconds(received / SLOWEST_BYTES_PER_SECOND);
    Duration left = all.minusNanos(System.nanoTime() - began);
    if (left.isNegative() || left.isZero()) {
      throw new SocketTimeoutException("the body arrives too slowly");
    }
    return left.compareTo(time) < 0 ? left : time;
  }

  /** Whether all of it is buffered. */
  boolean isReplayable() {
    return body.isComplete() && !passedOn;
  }

  /** Whether all of it has arrived from the client. */
  boolean isComplete() {
    return body.isComplete();
  }

  /** How it is announced to the backend. */
  String[] announcement() {
    if (body.isComplete() && !passedOn) {
      return framing instanceof Framing.None
          ? new String[0]
          : new String[] {"Content-Length", Integer.toString(held.size())};
    }
    return framing instanceof Framing.Length(long bytes)
        ? new String[] {"Content-Length", Long.toString(bytes)}
        : new String[] {"Transfer-Encoding", "chunked"};
  }

  byte[] heldBytes() {
    return held.array();
  }

  int heldSize() {
    return held.size();
  }

  /**
   * Sends the part that is not buffered, as it arrives.
   *
   * @throws ClientGoneException when the client does not send all of it
   * @throws IOException when the backend accepts no more
   */
  void passOn(TcpConnection backend) throws IOException {
    passedOn = true;
    boolean chunked = !(framing instanceof Framing.Length);
    byte[] chunk = new byte[16 * 1024];
    for (int count = fromClient(chunk); count >= 0; count = fromClient(chunk)) {
      if (chunked) {
        byte[] framed = HttpWriter.chunk(chunk, 0, count);
        backend.write(framed, 0, framed.length, HttpProxy.WRITE);
      } else {
        backend.write(chunk, 0, count, HttpProxy.WRITE);
      }
    }
    if (chunked) {
      byte[] last = HttpWriter.lastChunk();
      backend.write(last, 0, last.length, HttpProxy.WRITE);
    }
  }

  private int fromClient(byte[] chunk) throws ClientGoneException {
    try {
      int count = body.read(chunk, 0, chunk.length, patience());
      received += Math.max(0, count);
      return count;
    } catch (IOException e) {
      throw new ClientGoneException(e);
    }
  }

  /** The client is gone. */
  static final class ClientGoneException extends IOException {
    ClientGoneException(IOException cause) {
      super(cause);
    }
  }

  @Override
  public void close() {
    held.close();
  }
}
