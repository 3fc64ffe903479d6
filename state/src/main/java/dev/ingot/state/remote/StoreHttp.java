package dev.ingot.state.remote;

import dev.ingot.graph.Cancellation;
import dev.ingot.http.HttpFailureException;
import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.Limits;
import dev.ingot.http.client.Retries;
import dev.ingot.http.client.Surroundings;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.BackendPlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Requests to a store. A command that is interrupted still writes its state and opens its lock, so
 * nothing but the time limits of the client ends a request.
 */
public final class StoreHttp {
  /** Bytes of a state that are read. */
  public static final int MOST = 1 << 30;

  private static final int LOOKED_AT = 256;

  private final HttpClient client;

  /** With a client. */
  public StoreHttp(HttpClient client) {
    this.client = client;
  }

  /** For a service: it answers itself, and is asked again where that helps. */
  public static StoreHttp ofService(Retries retries, BackendPlace place) {
    return of(ClientSettings.usual(place.variables()).withRetries(retries).withRedirects(0), place);
  }

  /** For what tells a machine of itself, which is near, or isn't there at all. */
  public static StoreHttp ofMachine(Limits limits, BackendPlace place) {
    return of(
        ClientSettings.usual(place.variables())
            .withLimits(limits)
            .withRetries(Retries.NONE)
            .withRedirects(0),
        place);
  }

  /** With a client of these settings, in the surroundings of a backend. */
  public static StoreHttp of(ClientSettings settings, BackendPlace place) {
    return new StoreHttp(
        new HttpClient(
            settings,
            Surroundings.of(
                place.variables(), place.environment().clock(), place.environment().random())));
  }

  /**
   * Sends a request.
   *
   * @param purpose such as {@code read the state}
   * @return whatever the server answered, but for web pages that say that all is well: those come
   *     from something else in between
   * @throws StateException if there is no answer
   */
  public HttpResponse send(String purpose, HttpRequest request) {
    HttpResponse response;
    try {
      response = client.send(request.withMost(MOST), new Cancellation());
    } catch (HttpFailureException e) {
      throw new StateException(
          "Can't " + purpose + ": " + e.getMessage() + ". " + e.failure().remedy(), e);
    } catch (IOException e) {
      throw new StateException(
          "Can't " + purpose + ": " + request + ": " + StateException.reason(e) + ".", e);
    }
    if (response.isSuccessful() && isPage(response)) {
      throw new StateException(
          "Can't "
              + purpose
              + ": "
              + request
              + " was answered with a web page. Check the address, and whether a proxy or a login"
              + " stands in between.");
    }
    return response;
  }

  /** Some stores call an empty answer HTML, too. */
  private static boolean isPage(HttpResponse response) {
    if (!response.mediaType().equals("text/html")) {
      return false;
    }
    byte[] body = response.body();
    String start =
        new String(body, 0, Math.min(body.length, LOOKED_AT), StandardCharsets.ISO_8859_1)
            .strip()
            .toLowerCase(Locale.ROOT);
    return start.startsWith("<!doctype html") || start.startsWith("<html");
  }
}
