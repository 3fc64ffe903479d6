package dev.ingot.deploy.call;

import java.time.Duration;
import java.util.Optional;

/**
 * How long calls of providers are waited for.
 *
 * @param computing a call that contacts no other system: checking, upgrading, functions; and one
 *     that renews or closes an ephemeral resource
 * @param asking a call that contacts other systems and changes nothing; empty for no limit
 * @param ending a call that changes nothing, once cancelled; and the end of a provider
 */
public record CallLimits(Duration computing, Optional<Duration> asking, Duration ending) {
  /** Generous enough for every working provider. */
  public static final CallLimits STANDARD =
      new CallLimits(Duration.ofMinutes(10), Optional.empty(), Duration.ofSeconds(30));
}
