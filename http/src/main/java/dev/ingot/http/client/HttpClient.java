package dev.ingot.http.client;

import dev.ingot.graph.Cancellation;
import dev.ingot.http.Headers;
import dev.ingot.http.HttpFailure;
import dev.ingot.http.HttpFailureException;
import dev.ingot.http.Watchdog;
import dev.ingot.http.tls.CertificateFiles;
import dev.ingot.http.tls.TlsLayer;
import dev.ingot.http.tls.TlsSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests by HTTP/1.1 and HTTP/1.1 over TLS. Connections are kept for the next request;
 * proxies are those of the environment. Whatever status the server answers with is a response;
 * where there is none, an {@link HttpFailureException} says why. Safe for use by several threads.
 */
public final class HttpClient implements AutoCloseable {
  private static final int MOST_OF_PROBLEM = 64 * 1024;

  private final ClientSettings settings;
  private final Surroundings surroundings;
  private final ProxyRules proxies;
  private final ConnectionPool pool = new ConnectionPool();
  private @Nullable Watchdog watchdog;
  private @Nullable Connector connector;

  /** A client; it connects to nobody yet. */
  public HttpClient(ClientSettings settings, Surroundings surroundings) {
    this.settings = settings;
    this.surroundings = surroundings;
    this.proxies = ProxyRules.of(surroundings.environment());
  }

  /**
   * Sends a request and keeps the response's body in memory.
   *
   * @throws HttpFailureException if there is no response
   * @throws IOException if the request's body is a file that can't be read
   */
  public HttpResponse send(HttpRequest request, Cancellation cancellation) throws IOException {
    return followed(request, _ -> new BodySink.Memory(request.most()), cancellation);
  }

  /**
   * Sends a request and writes the body of a successful response to a file, which is replaced; that
   * of another one is kept in memory. After a failure the file may hold a part.
   *
   * @param most bytes that are accepted
   * @throws HttpFailureException if there is no response
   * @throws IOException if a file can't be read or written
   */
  public HttpResponse download(HttpRequest request, Path file, long most, Cancellation cancellation)
      throws IOException {
    BodySink.Choice sinks =
        status ->
            status / 100 == 2
                ? new BodySink.ToFile(file, most)
                : new BodySink.Memory(MOST_OF_PROBLEM);
    return followed(request, sinks, cancellation);
  }

  /** Where the body of a successful response goes. */
  @FunctionalInterface
  public interface Receiver {
    /** What takes it; not closed. */
    OutputStream of(int status);
  }

  /**
   * Sends a request and passes the body of a successful response on while it comes; that of another
   * one is kept in memory. A response that breaks off is not asked for again: part of it was passed
   * on.
   *
   * @throws HttpFailureException if there is no response, or only a part
   * @throws IOException if the receiver throws it
   */
  public HttpResponse stream(HttpRequest request, Receiver receiver, Cancellation cancellation)
      throws IOException {
    BodySink.Choice sinks =
        status ->
            status / 100 == 2
                ? new BodySink.ToStream(receiver.of(status))
                : new BodySink.Memory(MOST_OF_PROBLEM);
    return followed(request.withRepeatable(false), sinks, cancellation);
  }

  private HttpResponse followed(
      HttpRequest request, BodySink.Choice sinks, Cancellation cancellation) throws IOException {
    HttpRequest current = request;
    try {
      check(request.headers());
      check(request.secrets());
      for (int followed = 0; ; followed++) {
        HttpResponse response = retried(current, sinks, cancellation);
        Optional<HttpRequest> next =
            settings.redirects() == 0 ? Optional.empty() : Redirects.next(current, response);
        if (next.isEmpty()) {
          return response;
        }
        if (followed == settings.redirects()) {
          throw new HttpFailureException(
              "", new HttpFailure.TooManyRedirects(settings.redirects()));
        }
        current = next.get();
      }
    } catch (BodySink.LocalFileException e) {
      throw e.failed();
    } catch (HttpFailureException e) {
      HttpFailureException named = new HttpFailureException(current.toString(), e.failure());
      named.initCause(e);
      throw named;
    }
  }

  private static void check(Headers headers) throws HttpFailureException {
    for (Headers.Field field : headers.fields()) {
      if (!Headers.isName(field.name()) || !Headers.isValue(field.value())) {
        String why = "the header field " + field.name() + " has characters that can't be sent";
        throw new HttpFailureException("", new HttpFailure.InvalidRequest(why));
      }
    }
  }

  private HttpResponse retried(
      HttpRequest request, BodySink.Choice sinks, Cancellation cancellation) throws IOException {
    for (int retry = 0; ; retry++) {
      boolean last = retry >= settings.retries().most();
      Duration pause = settings.retries().pause(retry, surroundings.random().nextDouble());
      try {
        HttpResponse response = once(request, sinks, cancellation);
        Optional<Duration> asked = RetryAfter.of(response, surroundings.clock());
        boolean tooLong =
            asked.filter(time -> time.compareTo(settings.retries().longestAsked()) > 0).isPresent();
        if (last || tooLong || !isTemporary(request, response.status())) {
          return response;
        }
        pause = asked.orElse(pause);
      } catch (HttpFailureException e) {
        HttpFailure failure = e.failure();
        boolean safe = request.repeatable() || failure.isBeforeRequest();
        if (last || !failure.mayPass() || !safe) {
          throw e;
        }
      }
      await(pause, cancellation);
    }
  }

  /** A server that answers 429 has done nothing; with the others that is not known. */
  private static boolean isTemporary(HttpRequest request, int status) {
    return switch (status) {
      case 429 -> true;
      case 502, 503, 504 -> request.repeatable();
      default -> false;
    };
  }

  private void await(Duration pause, Cancellation cancellation) throws HttpFailureException {
    try {
      if (surroundings.pause().await(pause, cancellation)) {
        throw new HttpFailureException("", new HttpFailure.Cancelled());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpFailureException("", new HttpFailure.Cancelled());
    }
  }

  private HttpResponse once(HttpRequest request, BodySink.Choice sinks, Cancellation cancellation)
      throws IOException {
    Origin origin = Origin.of(request.uri());
    Route route = new Route(origin, proxies.find(origin));
    Optional<ClientConnection> waiting = waiting(route, request.repeatable());
    if (waiting.isPresent()) {
      try {
        return on(waiting.get(), route, request, sinks, cancellation);
      } catch (ClosedMeanwhileException e) {
        // Servers end connections that nobody uses; that says nothing of the request.
        return fresh(route, request, sinks, cancellation);
      }
    }
    return fresh(route, request, sinks, cancellation);
  }

  /** A request that must not be done twice gets no connection that may end under it. */
  private Optional<ClientConnection> waiting(Route route, boolean repeatable) {
    Optional<ClientConnection> waiting = pool.take(route);
    while (waiting.isPresent() && !repeatable && !waiting.get().isQuiet()) {
      waiting.get().close();
      waiting = pool.take(route);
    }
    return waiting;
  }

  private HttpResponse fresh(
      Route route, HttpRequest request, BodySink.Choice sinks, Cancellation cancellation)
      throws IOException {
    stopIfCancelled(cancellation);
    ClientConnection connection;
    try {
      connection = connector().connect(route, settings.limits().connect(), cancellation);
    } catch (IOException e) {
      throw cancelledOr(e, cancellation);
    }
    return on(connection, route, request, sinks, cancellation);
  }

  private HttpResponse on(
      ClientConnection connection,
      Route route,
      HttpRequest request,
      BodySink.Choice sinks,
      Cancellation cancellation)
      throws IOException {
    boolean usedBefore = connection.isUsed();
    boolean kept = false;
    Exchange exchange =
        new Exchange(connection, request, route, settings.userAgent(), settings.limits());
    try (Cancellation.Registration _ = cancellation.onCancel(connection::close)) {
      HttpResponse response = exchange.run(sinks);
      kept = exchange.isReusable();
      return response;
    } catch (HttpFailureException e) {
      stopIfCancelled(cancellation);
      if (usedBefore
          && request.repeatable()
          && !exchange.isAnswered()
          && e.failure() instanceof HttpFailure.ConnectionLost) {
        throw new ClosedMeanwhileException(e);
      }
      throw e;
    } finally {
      if (kept) {
        pool.give(route, connection);
      } else {
        connection.close();
      }
    }
  }

  private static final class ClosedMeanwhileException extends IOException {
    private static final long serialVersionUID = 1;

    ClosedMeanwhileException(IOException cause) {
      super(cause);
    }
  }

  private static void stopIfCancelled(Cancellation cancellation) throws HttpFailureException {
    if (cancellation.isCancelled() || Thread.currentThread().isInterrupted()) {
      throw new HttpFailureException("", new HttpFailure.Cancelled());
    }
  }

  private static IOException cancelledOr(IOException e, Cancellation cancellation)
      throws HttpFailureException {
    stopIfCancelled(cancellation);
    return e instanceof HttpFailureException
        ? e
        : new HttpFailureException(
            "", new HttpFailure.ConnectionLost(String.valueOf(e.getMessage())));
  }

  private synchronized Connector connector() {
    Connector known = connector;
    if (known == null) {
      Watchdog started = new Watchdog();
      TlsSettings forProxies = TlsSettings.ofHost(CertificateFiles.of(surroundings.environment()));
      known =
          new Connector(
              surroundings.names(),
              new TlsLayer(settings.tls()),
              new TlsLayer(forProxies),
              started);
      watchdog = started;
      connector = known;
    }
    return known;
  }

  /** Ends the connections that wait. Requests that are under way are not ended. */
  @Override
  public synchronized void close() {
    pool.close();
    Watchdog started = watchdog;
    if (started != null) {
      started.close();
    }
  }
}
