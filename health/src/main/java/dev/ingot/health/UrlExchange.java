package dev.ingot.health;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One request to an HTTP or HTTPS URL with a time limit on the whole of it. Follows no redirects:
 * their target says nothing about this server.
 */
public final class UrlExchange {
  private static final int FIRST_ERROR = 400;

  private UrlExchange() {}

  /** How it ended. */
  public sealed interface Answer {
    /**
     * There was an answer.
     *
     * @param body its beginning; empty if it could not be read
     */
    record Received(int status, String body) implements Answer {}

    /** There was none; with the reason. */
    record Nothing(String why) implements Answer {}
  }

  /**
   * A request.
   *
   * @param headers names and values
   * @param form a body of the type of HTML forms, which makes it a POST; without one it is a GET
   * @param maxBytes how much of the answer's body is read at most
   * @param timeout for the whole exchange
   */
  public record Request(
      URI url, Map<String, String> headers, Optional<String> form, int maxBytes, Duration timeout) {
    public Request {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * Sends a request.
   *
   * @param time by which the timeout is measured
   */
  public static Answer send(Request request, Time time) throws InterruptedException {
    HttpURLConnection connection;
    try {
      connection = (HttpURLConnection) request.url().toURL().openConnection();
    } catch (IOException | IllegalArgumentException e) {
      return new Answer.Nothing(String.valueOf(e.getMessage()));
    }
    // Its own timeouts apply to each read; a server that trickles bytes evades them.
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Thread asking =
        Thread.ofVirtual()
            .name("request to " + request.url().getHost())
            .start(() -> answer.complete(exchange(connection, request)));
    try {
      return time.await(answer, time.instant().plus(request.timeout()))
          ? answer.join()
          : late(request.timeout());
    } finally {
      asking.interrupt();
      connection.disconnect();
    }
  }

  private static Answer late(Duration timeout) {
    return new Answer.Nothing("no answer within " + timeout.toMillis() + " ms");
  }

  private static Answer exchange(HttpURLConnection connection, Request request) {
    int millis = Math.clamp(request.timeout().toMillis(), 1, Integer.MAX_VALUE);
    try {
      connection.setConnectTimeout(millis);
      connection.setReadTimeout(millis);
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setRequestProperty("Connection", "close");
      request.headers().forEach(connection::setRequestProperty);
      if (request.form().isPresent()) {
        byte[] form = request.form().get().getBytes(StandardCharsets.UTF_8);
        connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(form.length);
        try (OutputStream out = connection.getOutputStream()) {
          out.write(form);
        }
      }
      int status = connection.getResponseCode();
      return status < 0
          ? new Answer.Nothing("not an HTTP response")
          : new Answer.Received(status, start(connection, status, request.maxBytes()));
    } catch (SocketTimeoutException e) {
      return late(request.timeout());
    } catch (IOException e) {
      return new Answer.Nothing(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return new Answer.Nothing("the request itself failed: " + e);
    }
  }

  private static String start(HttpURLConnection connection, int status, int maxBytes) {
    try (InputStream body =
        status >= FIRST_ERROR ? connection.getErrorStream() : connection.getInputStream()) {
      return body == null ? "" : new String(body.readNBytes(maxBytes), StandardCharsets.UTF_8);
    } catch (IOException e) {
      // The status is the answer; whoever needs the body sees that it is incomplete.
      return "";
    }
  }
}
