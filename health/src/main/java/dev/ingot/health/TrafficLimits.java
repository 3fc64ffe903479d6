package dev.ingot.health;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What users may get at worst from all machines together.
 *
 * @param errorRate the largest share of requests that may end with a server error or without an
 *     answer, from 0 to 1; empty for any
 * @param latency the longest time in which {@code share} of the answers has to come; empty for any
 * @param share from 0 to 1
 * @param window how far back requests are looked at
 * @param minRequests with fewer requests in the window nothing is known, which is never healthy
 */
public record TrafficLimits(
    OptionalDouble errorRate,
    Optional<Duration> latency,
    double share,
    Duration window,
    long minRequests) {

  /** Judges what happened within the window. */
  public Verdict judge(Traffic during) {
    String asked = "traffic of the last " + window.toSeconds() + "s";
    if (during.requests() < minRequests) {
      return new Verdict.Unhealthy(
          asked,
          "%d requests, fewer than min_requests = %d".formatted(during.requests(), minRequests));
    }
    double errors = during.errorRate();
    if (errorRate.isPresent() && errors > errorRate.getAsDouble()) {
      return new Verdict.Unhealthy(
          asked,
          "%s of %d requests failed, at most %s may"
              .formatted(percent(errors), during.requests(), percent(errorRate.getAsDouble())));
    }
    Duration answered = during.latency().quantile(share);
    if (latency.isPresent() && answered.compareTo(latency.get()) > 0) {
      return new Verdict.Unhealthy(
          asked,
          "%s of the answers took up to %d ms, at most %d ms is good"
              .formatted(percent(share), answered.toMillis(), latency.get().toMillis()));
    }
    return new Verdict.Healthy(asked, during.requests() + " requests within the limits");
  }

  private static String percent(double share) {
    String text = String.format(Locale.ROOT, "%.2f", share * 100);
    return text.replaceFirst("\\.?0+$", "") + "%";
  }
}
