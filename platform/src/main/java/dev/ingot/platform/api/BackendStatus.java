package dev.ingot.platform.api;

import dev.ingot.health.Traffic;
import dev.ingot.health.Verdict;

/**
 * A backend as its balancer sees it.
 *
 * @param backend the backend
 * @param phase whether it gets new requests
 * @param health the result of its last health check
 * @param inFlight requests (or connections, for TCP) it is working on
 * @param requests requests sent to it since the balancer started
 * @param traffic what became of them, whether they were retried elsewhere or not
 */
public record BackendStatus(
    Backend backend, Phase phase, Verdict health, int inFlight, long requests, Traffic traffic) {
  /** Whether a backend gets new requests. */
  public enum Phase {
    /** It gets requests while it is healthy. */
    ACTIVE,
    /** It gets no new requests and finishes those it has. */
    DRAINING
  }
}
