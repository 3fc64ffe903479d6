package dev.ingot.health;

import dev.ingot.health.UrlExchange.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Asks an HTTP or HTTPS URL whether what it belongs to is well. */
public final class UrlProbe {
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
    Map<String, String> headers = Map.of("User-Agent", "ingot-health-check");
    UrlExchange.Request request =
        new UrlExchange.Request(url, headers, Optional.empty(), Verdict.READ, timeout);
    return switch (UrlExchange.send(request, time)) {
      case Answer.Nothing(String why) -> new Verdict.Unhealthy(shown, why);
      case Answer.Received(int status, String body) -> {
        String answered = body.isBlank() ? Integer.toString(status) : status + ": " + body.strip();
        yield status >= minStatus && status <= maxStatus
            ? new Verdict.Healthy(shown, answered)
            : new Verdict.Unhealthy(shown, answered);
      }
    };
  }
}
