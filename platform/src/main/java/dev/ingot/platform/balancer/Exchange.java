package dev.ingot.platform.balancer;

import dev.ingot.http.Framing;
import dev.ingot.http.Headers;
import dev.ingot.http.HttpException;
import dev.ingot.http.HttpReader;
import dev.ingot.http.HttpWriter;
import dev.ingot.http.RequestHead;
import dev.ingot.http.ResponseHead;
import dev.ingot.http.TcpConnection;
import dev.ingot.http.Watchdog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One request and its answer. A request is sent again to another backend as long as that can't do
 * harm: when the connection was refused (then nothing was sent), and, for methods that may be
 * repeated (RFC 9110, 9.2.2), when the backend cut the connection before a byte of its answer had
 * gone to the client.
 */
final class Exchange {
  /** The result of sending the request to one backend. */
  private sealed interface Outcome {
    /** The client has its answer; tells whether its connection stays open. */
    record Done(boolean keepAlive) implements Outcome {}

    /** Nothing reached the backend. */
    record Refused(String reason) implements Outcome {}

    /** It cut the connection; nothing has gone to the client. */
    record BrokenOff(String reason, boolean onUsedConnection) implements Outcome {}

    /** No answer came in time. */
    record TimedOut() implements Outcome {}

    /** The answer is not HTTP. */
    record Garbled(String reason) implements Outcome {}
  }

  /** How many more backends get a request after one cut it off. */
  private static final int AGAIN = 1;

  private final TcpConnection client;
  private final HttpReader clientReader;
  private final ClientWatch watch;
  private final RequestHead head;
  private final ForwardedRequest forwarded;
  private final RequestBody body;
  private final BackendPool pool;
  private final Counters counters;
  private final BufferBudget budget;
  private final Watchdog watchdog;
  private final AtomicBoolean stopping;
  private final boolean upgrade;

  Exchange(
      TcpConnection client,
      HttpReader clientReader,
      ClientWatch watch,
      RequestHead head,
      ForwardedRequest forwarded,
      RequestBody body,
      BackendPool pool,
      Counters counters,
      BufferBudget budget,
      Watchdog watchdog,
      AtomicBoolean stopping) {
    this.client = client;
    this.clientReader = clientReader;
    this.watch = watch;
    this.head = head;
    this.forwarded = forwarded;
    this.body = body;
    this.pool = pool;
    this.counters = counters;
    this.budget = budget;
    this.watchdog = watchdog;
    this.stopping = stopping;
    this.upgrade = forwarded.head().headers().first("upgrade").isPresent();
  }

  /**
   * Gets the client an answer.
   *
   * @return whether its connection stays open
   */
  boolean run() throws IOException, InterruptedException {
    if (upgrade || !body.isComplete()) {
      // What the client sends next belongs to this request.
      return exchanged();
    }
    watch.begin();
    try {
      return exchanged() && !watch.isGone();
    } finally {
      watch.end();
    }
  }

  private boolean exchanged() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + pool.settings().waitForBackend().toNanos();
    Set<String> tried = new HashSet<>();
    int again = 0;
    boolean freshOnly = !head.isIdempotent() || upgrade;
    while (true) {
      Optional<BackendSlot> slot = pool.acquire(tried, deadline);
      if (slot.isEmpty()) {
        return fail(503, "no healthy backend");
      }
      BackendSlot backend = slot.get();
      Outcome outcome;
      try {
        outcome = watch.isGone() ? new Outcome.Done(false) : attempt(backend, freshOnly);
      } finally {
        pool.release(backend);
      }
      if (watch.isGone()) {
        // That the backend broke off then says nothing about it.
        return false;
      }
      switch (outcome) {
        case Outcome.Done(boolean keepAlive) -> {
          return keepAlive;
        }
        case Outcome.Refused(String reason) -> {
          backend.traffic.failed();
          pool.refused(backend);
          tried.add(backend.backend.id());
          if (System.nanoTime() - deadline > 0) {
            return fail(502, "backend " + backend.backend.id() + ": " + reason);
          }
        }
        case Outcome.BrokenOff(String reason, boolean onUsedConnection) -> {
          if (!onUsedConnection) {
            // A server may close an idle connection at any time; only a fresh one says something
            // about the backend.
            backend.traffic.failed();
            pool.suspect(backend);
            tried.add(backend.backend.id());
            again++;
          } else {
            backend.closeIdle();
          }
          freshOnly = true;
          // One more, not all of them: a request that crashed one backend may crash each.
          boolean repeatable = head.isIdempotent() && body.isReplayable() && again <= AGAIN;
          if (!repeatable || again > pool.settings().retries()) {
            return fail(502, "backend " + backend.backend.id() + ": " + reason);
          }
        }
        case Outcome.TimedOut() -> {
          backend.traffic.failed();
          pool.suspect(backend);
          return fail(504, "backend " + backend.backend.id() + " did not answer in time");
        }
        case Outcome.Garbled(String reason) -> {
          backend.traffic.failed();
          return fail(502, "backend " + backend.backend.id() + ": " + reason);
        }
      }
      counters.retries.increment();
    }
  }

  private boolean fail(int status, String message) throws IOException {
    counters.failed.increment();
    boolean keepAlive = head.keepAlive() && body.isComplete() && !stopping.get();
    HttpProxy.answer(client, status, message, keepAlive);
    return keepAlive;
  }

  private Outcome attempt(BackendSlot slot, boolean freshOnly) throws IOException {
    Optional<BackendSlot.Link> used = freshOnly ? Optional.empty() : slot.takeIdle();
    TcpConnection connection;
    HttpReader reader;
    long start = System.nanoTime();
    if (used.isPresent()) {
      connection = used.get().connection();
      reader = used.get().reader();
    } else {
      try {
        connection =
            TcpConnection.connect(
                InetAddress.ofLiteral(slot.backend.address()),
                slot.backend.port(),
                pool.settings().connectTimeout(),
                watchdog);
      } catch (IOException | IllegalArgumentException e) {
        return new Outcome.Refused("the connection was refused (" + e.getMessage() + ")");
      }
      reader = new HttpReader(connection);
    }
    boolean keep = false;
    watch.uses(connection);
    try {
      ResponseHead response;
      try {
        send(connection);
        response = reader.readResponseHead(pool.settings().responseTimeout());
        while (response.isInterim()) {
          response = reader.readResponseHead(pool.settings().responseTimeout());
        }
      } catch (SocketTimeoutException e) {
        return new Outcome.TimedOut();
      } catch (HttpException e) {
        return new Outcome.Garbled("its answer is not HTTP: " + e.getMessage());
      } catch (RequestBody.ClientGoneException e) {
        return new Outcome.Done(false);
      } catch (IOException e) {
        return new Outcome.BrokenOff("it closed the connection before answering", used.isPresent());
      }
      long took = System.nanoTime() - start;
      if (response.status() == 101) {
        slot.traffic.answered(response.status(), took);
        return tunnel(connection, reader, response);
      }
      Framing framing;
      try {
        framing = Framing.of(response, head.method());
      } catch (HttpException e) {
        return new Outcome.Garbled("its answer is ambiguous: " + e.getMessage());
      }
      ResponseRelay relay =
          new ResponseRelay(client, head, clientHeaders(response), framing, keepClient());
      Optional<String> broken =
          relay.relay(reader.body(framing), response, pool.settings(), budget);
      if (broken.isPresent() && !relay.isCommitted()) {
        return new Outcome.BrokenOff(broken.get(), false);
      }
      if (broken.isPresent() && watch.isGone()) {
        return new Outcome.Done(false);
      }
      if (broken.isPresent()) {
        // Half an answer is out; the client must see that the rest is missing.
        counters.failed.increment();
        slot.traffic.failed();
        pool.suspect(slot);
        client.resetOnClose();
        return new Outcome.Done(false);
      }
      slot.traffic.answered(response.status(), took);
      keep = response.keepAlive() && !(framing instanceof Framing.UntilClose) && body.isComplete();
      return new Outcome.Done(keepClient() && relay.keepsConnection());
    } finally {
      watch.usesNone();
      if (keep && !watch.isGone()) {
        slot.keep(connection, reader);
      } else {
        connection.close();
      }
    }
  }

  private boolean keepClient() {
    return head.keepAlive() && body.isComplete() && !stopping.get();
  }

  private void send(TcpConnection connection) throws IOException {
    Headers headers = forwarded.head().headers();
    String[] announcement = body.announcement();
    if (announcement.length > 0) {
      headers = headers.with(announcement[0], announcement[1]);
    }
    boolean rest = !body.isComplete();
    boolean chunked = announcement.length > 0 && announcement[0].equals("Transfer-Encoding");
    byte[] first =
        HttpWriter.head(new RequestHead(head.method(), forwarded.head().target(), 1, headers));
    byte[] start =
        chunked
            ? HttpWriter.chunk(body.heldBytes(), 0, body.heldSize())
            : java.util.Arrays.copyOf(body.heldBytes(), body.heldSize());
    byte[] whole = java.util.Arrays.copyOf(first, first.length + start.length);
    System.arraycopy(start, 0, whole, first.length, start.length);
    connection.write(whole, 0, whole.length, HttpProxy.WRITE);
    if (rest) {
      passRest(connection);
    }
  }

  private void passRest(TcpConnection connection) throws IOException {
    try {
      body.passOn(connection);
    } catch (RequestBody.ClientGoneException e) {
      throw e;
    } catch (IOException e) {
      // A backend that refuses a large body may have sent the reason before it closed the
      // connection.
      return;
    }
  }

  private static Headers clientHeaders(ResponseHead response) {
    Headers headers = response.headers().without(ForwardedRequest.HOP_BY_HOP);
    List<String> named = response.headers().tokens("connection");
    return named.isEmpty() ? headers : headers.without(Set.copyOf(named));
  }

  private Outcome tunnel(TcpConnection connection, HttpReader reader, ResponseHead response)
      throws IOException {
    if (!upgrade) {
      return new Outcome.Garbled("it switched protocols without being asked");
    }
    Headers headers =
        clientHeaders(response)
            .with("Connection", "upgrade")
            .with("Upgrade", response.headers().first("upgrade").orElse(""));
    byte[] bytes = HttpWriter.head(new ResponseHead(101, response.reason(), 1, headers));
    client.write(bytes, 0, bytes.length, HttpProxy.WRITE);
    Tunnel.run(client, clientReader.takeBuffered(), connection, reader.takeBuffered());
    return new Outcome.Done(false);
  }
}
