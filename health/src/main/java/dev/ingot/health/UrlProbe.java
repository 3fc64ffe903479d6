package dev.ingot.health;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Sends one request to an HTTP or HTTPS URL. Follows no redirects: their target says nothing about
 * this server.
 */
public final class UrlProbe {
  private static final int SHOWN_BODY = 200;
  private static final int FIRST_ERROR = 400;

  private UrlProbe() {}

  /**
   * A GET.
   *
   * @param shown the request as shown in the evidence
   * @param time by which the timeout is measured
   */
  public static Verdict get(
      String shown, URI url, int minStatus, int maxStatus, Duration timeout, Time time)
      throws InterruptedException {
    HttpURLConnection connection;
    try {
      connection = (HttpURLConnection) url.toURL().openConnection();
    } catch (IOException | IllegalArgumentException e) {
      return new Verdict.Unhealthy(shown, String.valueOf(e.getMessage()));
    }
    // Its own timeouts apply to each read; a server that trickles bytes evades them.
    CompletableFuture<Verdict> answer = new CompletableFuture<>();
    Thread asking =
        Thread.ofVirtual()
            .name("probe " + url.getHost())
            .start(() -> answer.complete(ask(connection, shown, minStatus, maxStatus, timeout)));
    try {
      return time.await(answer, time.instant().plus(timeout))
          ? answer.join()
          : late(shown, timeout);
    } finally {
      asking.interrupt();
      connection.disconnect();
    }
  }

  private static Verdict late(String shown, Duration timeout) {
    return new Verdict.Unhealthy(shown, "no answer within " + timeout.toMillis() + " ms");
  }

  private static Verdict ask(
      HttpURLConnection connection, String shown, int minStatus, int maxStatus, Duration timeout) {
    try {
      connection.setConnectTimeout((int) Math.max(1, timeout.toMillis()));
      connection.setReadTimeout((int) Math.max(1, timeout.toMillis()));
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setRequestProperty("User-Agent", "ingot-health-check");
      connection.setRequestProperty("Connection", "close");
      int status = connection.getResponseCode();
      if (status < 0) {
        return new Verdict.Unhealthy(shown, "not an HTTP response");
      }
      String body = start(connection, status);
      String answered = body.isBlank() ? Integer.toString(status) : status + ": " + body.strip();
      return status >= minStatus && status <= maxStatus
          ? new Verdict.Healthy(shown, answered)
          : new Verdict.Unhealthy(shown, answered);
    } catch (SocketTimeoutException e) {
      return late(shown, timeout);
    } catch (IOException e) {
      return new Verdict.Unhealthy(shown, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return new Verdict.Unhealthy(shown, "the check itself failed: " + e);
    }
  }

  private static String start(HttpURLConnection connection, int status) {
    try (InputStream body =
        status >= FIRST_ERROR ? connection.getErrorStream() : connection.getInputStream()) {
      return body == null ? "" : new String(body.readNBytes(SHOWN_BODY), StandardCharsets.UTF_8);
    } catch (IOException e) {
      // The status is the answer; the body is only shown.
      return "";
    }
  }
}
