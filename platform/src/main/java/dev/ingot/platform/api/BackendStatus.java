package dev.ingot.platform.api;

import dev.ingot.health.Verdict;

/**
 * A backend as its balancer sees it.
 *
 * @param backend which
 * @param phase whether it gets new requests
 * @param health the last answer to its health check
 * @param inFlight requests (or connections, for TCP) it is working on
 * @param requests requests it has been sent since the balancer started
 * @param failures requests that failed at it, sent again elsewhere or not
 */
public record BackendStatus(
    Backend backend, Phase phase, Verdict health, int inFlight, long requests, long failures) {
  /** Whether a backend gets new requests. */
  public enum Phase {
    /** It gets requests while it is healthy. */
    ACTIVE,
    /** It finishes what it has. */
    DRAINING
  }
}
