package dev.ingot.http.client;

import dev.ingot.graph.Cancellation;
import dev.ingot.http.Headers;
import dev.ingot.http.HttpFailure;
import dev.ingot.http.HttpFailureException;
import dev.ingot.http.HttpWriter;
import dev.ingot.http.RequestHead;
import dev.ingot.http.ResponseHead;
import dev.ingot.http.Watchdog;
import dev.ingot.http.tls.TlsLayer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes connections: the name, the socket, the proxy, TLS, within one time limit. */
final class Connector {
  private static final int LEAST_MILLIS = 2000;

  private final NameService names;
  private final TlsLayer tls;
  private final TlsLayer proxyTls;
  private final Watchdog watchdog;

  Connector(NameService names, TlsLayer tls, TlsLayer proxyTls, Watchdog watchdog) {
    this.names = names;
    this.tls = tls;
    this.proxyTls = proxyTls;
    this.watchdog = watchdog;
  }

  /**
   * Connects.
   *
   * @throws HttpFailureException without the request's address
   */
  ClientConnection connect(Route route, Duration limit, Cancellation cancellation)
      throws IOException {
    Attempt attempt = new Attempt(route, System.nanoTime() + limit.toNanos(), cancellation);
    try {
      return attempt.run();
    } catch (SocketTimeoutException e) {
      throw failure(new HttpFailure.TimedOut(HttpFailure.Phase.CONNECT, limit), e);
    }
  }

  private static HttpFailureException failure(HttpFailure failure, Throwable cause) {
    HttpFailureException exception = new HttpFailureException("", failure);
    exception.initCause(cause);
    return exception;
  }

  private final class Attempt {
    private final Route route;
    private final Origin peer;
    private final long deadline;
    private final Cancellation cancellation;

    Attempt(Route route, long deadline, Cancellation cancellation) {
      this.route = route;
      this.peer = route.proxy().map(ProxyAddress::origin).orElse(route.origin());
      this.deadline = deadline;
      this.cancellation = cancellation;
    }

    private Duration left() throws SocketTimeoutException {
      long nanos = deadline - System.nanoTime();
      if (nanos <= 0) {
        throw new SocketTimeoutException("no connection in time");
      }
      return Duration.ofNanos(nanos);
    }

    ClientConnection run() throws IOException {
      List<InetAddress> addresses = resolve();
      IOException last = new SocketTimeoutException("no address");
      for (int i = 0; i < addresses.size(); i++) {
        long share = left().toMillis() / (addresses.size() - i);
        int millis = (int) Math.min(left().toMillis() + 1, Math.max(share, LEAST_MILLIS));
        try {
          return over(addresses.get(i), millis);
        } catch (HttpFailureException e) {
          throw e;
        } catch (IOException e) {
          if (cancellation.isCancelled()) {
            throw e;
          }
          last = e;
        }
      }
      if (last instanceof SocketTimeoutException) {
        throw last;
      }
      String reason = String.valueOf(last.getMessage());
      throw failure(new HttpFailure.NotConnected(peer.host(), peer.port(), reason), last);
    }

    private List<InetAddress> resolve() throws IOException {
      CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
      // The system's resolver can neither be interrupted nor given a time limit.
      Thread _ =
          Thread.ofPlatform().daemon().name("resolver").start(() -> answer(peer.host(), answer));
      try (Cancellation.Registration _ = cancellation.onCancel(() -> answer.cancel(false))) {
        return answer.get(left().toNanos(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        throw failure(new HttpFailure.NameNotFound(peer.host()), e);
      } catch (TimeoutException e) {
        throw new SocketTimeoutException("no answer from the resolver");
      } catch (java.util.concurrent.CancellationException e) {
        throw failure(new HttpFailure.Cancelled(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw failure(new HttpFailure.Cancelled(), e);
      }
    }

    private void answer(String host, CompletableFuture<List<InetAddress>> answer) {
      try {
        answer.complete(names.resolve(host));
      } catch (UnknownHostException | RuntimeException e) {
        answer.completeExceptionally(e);
      }
    }

    private ClientConnection over(InetAddress address, int millis) throws IOException {
      Socket socket = new Socket();
      Closeable opened = socket;
      boolean ready = false;
      try (Cancellation.Registration _ = cancellation.onCancel(() -> end(socket))) {
        socket.connect(new InetSocketAddress(address, peer.port()), millis);
        socket.setTcpNoDelay(true);
        ClientConnection connection = new ClientConnection(socket, watchdog);
        opened = connection;
        prepare(connection);
        ready = true;
        return connection;
      } finally {
        if (!ready) {
          end(opened);
        }
      }
    }

    private void prepare(ClientConnection connection) throws IOException {
      if (peer.secure() && route.proxy().isPresent()) {
        secure(connection, proxyTls, peer);
      }
      if (route.proxy().isPresent() && route.origin().secure()) {
        tunnel(connection, route.proxy().get());
      }
      if (route.origin().secure()) {
        secure(connection, tls, route.origin());
      }
    }

    private void secure(ClientConnection connection, TlsLayer layer, Origin server)
        throws IOException {
      Socket[] secured = new Socket[1];
      connection.within(
          left(),
          () -> secured[0] = layer.secure(connection.socket(), server.host(), server.port()));
      connection.continueOn(secured[0]);
    }

    private void tunnel(ClientConnection connection, ProxyAddress proxy) throws IOException {
      Headers headers = Headers.NONE.with("Host", route.origin().hostAndPort());
      if (proxy.credentials().isPresent()) {
        headers = headers.with("Proxy-Authorization", proxy.credentials().get());
      }
      byte[] head =
          HttpWriter.head(new RequestHead("CONNECT", route.origin().hostAndPort(), 1, headers));
      connection.write(head, 0, head.length, left());
      ResponseHead response;
      try {
        response = connection.reader().readResponseHead(left());
      } catch (dev.ingot.http.HttpException e) {
        throw failure(new HttpFailure.NotHttp("from the proxy " + proxy + ": " + e.problem()), e);
      }
      if (response.status() / 100 != 2) {
        throw new HttpFailureException(
            "", new HttpFailure.ProxyRefused(proxy.toString(), response.status()));
      }
    }
  }

  private static void end(Closeable opened) {
    try {
      opened.close();
    } catch (IOException e) {
      // Nothing can be done about it and nothing depends on it.
      return;
    }
  }
}
