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
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Serves the requests of a client's connection one after the other, each by an {@link Exchange}.
 */
final class HttpProxy {
  static final Duration WRITE = Duration.ofSeconds(30);
  private static final Duration HEAD = Duration.ofSeconds(10);

  private final BackendPool pool;
  private final Counters counters;
  private final BufferBudget budget;
  private final Watchdog watchdog;
  private final AtomicBoolean stopping;

  HttpProxy(
      BackendPool pool,
      Counters counters,
      BufferBudget budget,
      Watchdog watchdog,
      AtomicBoolean stopping) {
    this.pool = pool;
    this.counters = counters;
    this.budget = budget;
    this.watchdog = watchdog;
    this.stopping = stopping;
  }

  /** Serves a client until one of the two ends the connection. */
  void serve(TcpConnection client) throws InterruptedException {
    HttpReader reader = new HttpReader(client);
    Duration limit = pool.settings().responseTimeout().plus(pool.settings().idleTimeout());
    try (ClientWatch watch = new ClientWatch(reader, watchdog, limit)) {
      boolean more = true;
      while (more && watch.awaitMessage(pool.settings().idleTimeout())) {
        more = serveOne(client, reader, watch);
      }
    } catch (SocketTimeoutException e) {
      // It was idle too long.
      return;
    } catch (IOException e) {
      // The client is gone.
      return;
    }
  }

  private boolean serveOne(TcpConnection client, HttpReader reader, ClientWatch watch)
      throws IOException, InterruptedException {
    RequestHead head;
    Framing framing;
    ForwardedRequest forwarded;
    try {
      head = reader.readRequestHead(HEAD);
      check(head);
      framing = Framing.of(head);
      boolean upgrade =
          head.minor() == 1
              && framing instanceof Framing.None
              && head.headers().first("upgrade").isPresent()
              && head.headers().tokens("connection").contains("upgrade");
      forwarded = ForwardedRequest.of(head, client.peerAddress(), upgrade);
    } catch (HttpException e) {
      answer(client, e.status(), e.problem(), false);
      return false;
    } catch (SocketTimeoutException e) {
      answer(client, 408, "the request's head took too long", false);
      return false;
    } catch (EOFException e) {
      return false;
    }
    if (head.headers().first("expect").isPresent()) {
      if (!head.headers().tokens("expect").equals(java.util.List.of("100-continue"))) {
        answer(client, 417, "an expectation other than 100-continue", false);
        return false;
      }
      if (head.minor() == 1 && !(framing instanceof Framing.None)) {
        byte[] go = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        client.write(go, 0, go.length, WRITE);
      }
    }
    counters.requests.increment();
    try (RequestBody body =
        new RequestBody(reader.body(framing), framing, pool.settings().bufferBytes(), budget)) {
      try {
        body.readAhead();
      } catch (HttpException e) {
        answer(client, e.status(), e.problem(), false);
        return false;
      } catch (SocketTimeoutException e) {
        answer(client, 408, "the request's body took too long", false);
        return false;
      }
      Exchange exchange =
          new Exchange(
              client, reader, watch, head, forwarded, body, pool, counters, budget, watchdog,
              stopping);
      return exchange.run();
    }
  }

  private static void check(RequestHead head) throws HttpException {
    int hosts = head.headers().all("host").size();
    if (hosts > 1 || (head.minor() == 1 && hosts == 0)) {
      throw new HttpException(400, "a request needs exactly one Host");
    }
    if (head.method().equals("CONNECT")) {
      throw new HttpException(405, "CONNECT is for proxies");
    }
  }

  /** An answer from the balancer itself. */
  static void answer(TcpConnection client, int status, String message, boolean keepAlive)
      throws IOException {
    byte[] body =
        (status + " " + HttpWriter.reason(status) + "\n" + message + "\n")
            .getBytes(StandardCharsets.UTF_8);
    Headers headers =
        Headers.NONE
            .with("Content-Type", "text/plain; charset=utf-8")
            .with("Content-Length", Integer.toString(body.length))
            .with("Cache-Control", "no-store")
            .with("Connection", keepAlive ? "keep-alive" : "close");
    if (status == 503) {
      headers = headers.with("Retry-After", "1");
    }
    byte[] head = HttpWriter.head(new ResponseHead(status, HttpWriter.reason(status), 1, headers));
    byte[] whole = new byte[head.length + body.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    client.write(whole, 0, whole.length, WRITE);
  }
}
