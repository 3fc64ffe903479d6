package dev.ingot.platform.balancer;

import dev.ingot.http.HttpReader;
import dev.ingot.http.TcpConnection;
import dev.ingot.http.Watchdog;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Notices a client that goes away while it waits for its answer, and ends the work of its backend:
 * otherwise clients that come and go could occupy every backend, and this balancer, for as long as
 * a backend may take. A request that isn't answered within a second has its connection read for the
 * next one meanwhile, as the connection's own thread would do after the answer; so that costs quick
 * requests nothing. As for nginx, a client that closes its sending side has gone away.
 *
 * <p>Used by the thread of the connection, the watchdog's, and the reading one.
 */
final class ClientWatch implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final HttpReader reader;
  private final Watchdog watchdog;
  private final Duration limit;
  private Watchdog.Guard guard;

  private boolean waiting;
  private boolean gone;
  private Optional<CompletableFuture<Boolean>> next = Optional.empty();
  private Optional<TcpConnection> backend = Optional.empty();

  /**
   * @param limit how long an answer and the next request together may take
   */
  ClientWatch(HttpReader reader, Watchdog watchdog, Duration limit) {
    this.reader = reader;
    this.watchdog = watchdog;
    this.limit = limit;
    this.guard = watchdog.guard(this::look);
  }

  /**
   * Waits until the next request begins.
   *
   * @return false when the client has closed the connection instead
   * @throws SocketTimeoutException when nothing came in time
   */
  boolean awaitMessage(Duration idle) throws IOException, InterruptedException {
    Optional<CompletableFuture<Boolean>> read = takeNext();
    if (read.isEmpty()) {
      return reader.awaitMessage(idle);
    }
    try {
      return read.get().get(idle.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new SocketTimeoutException("no further request came");
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private synchronized Optional<CompletableFuture<Boolean>> takeNext() {
    Optional<CompletableFuture<Boolean>> read = next;
    next = Optional.empty();
    return read;
  }

  /** The client waits from now on; all of its request has been read. */
  synchronized void begin() {
    waiting = true;
    if (guard.hasExpired()) {
      guard.close();
      guard = watchdog.guard(this::look);
    }
    guard.begin(PATIENCE.toNanos());
  }

  /** It has its answer. */
  synchronized void end() {
    waiting = false;
    guard.end();
  }

  private synchronized void look() {
    if (waiting && next.isEmpty()) {
      CompletableFuture<Boolean> read = new CompletableFuture<>();
      next = Optional.of(read);
      Thread.ofVirtual().name("client").start(() -> read(read));
    }
  }

  private void read(CompletableFuture<Boolean> result) {
    try {
      boolean more = reader.awaitMessage(limit);
      if (!more) {
        leave();
      }
      result.complete(more);
    } catch (SocketTimeoutException e) {
      result.completeExceptionally(e);
    } catch (IOException e) {
      leave();
      result.completeExceptionally(e);
    }
  }

  private synchronized void leave() {
    if (waiting) {
      gone = true;
      backend.ifPresent(TcpConnection::close);
    }
  }

  /** Whether the client went away while it waited. */
  synchronized boolean isGone() {
    return gone;
  }

  /** This backend's connection is closed when the client goes away. */
  synchronized void uses(TcpConnection connection) {
    backend = Optional.of(connection);
    if (gone) {
      connection.close();
    }
  }

  /** No backend works for the client any more. */
  synchronized void usesNone() {
    backend = Optional.empty();
  }

  @Override
  public synchronized void close() {
    guard.close();
  }
}
