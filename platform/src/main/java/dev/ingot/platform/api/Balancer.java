package dev.ingot.platform.api;

import java.time.Instant;
import java.util.List;

/**
 * A balancer as it is now.
 *
 * @param id chosen by its creator
 * @param spec its specification, with its current backends
 * @param createdAt when it was created
 * @param running whether its process answers
 * @param pid its process, or 0 if there is none
 * @param requests requests answered since its process started
 * @param retries requests sent again to another backend
 * @param failed requests answered with 502, 503 or 504 by the balancer itself, or cut off
 * @param backends its backends
 */
public record Balancer(
    String id,
    BalancerSpec spec,
    Instant createdAt,
    boolean running,
    long pid,
    long requests,
    long retries,
    long failed,
    List<BackendStatus> backends) {
  public Balancer {
    backends = List.copyOf(backends);
  }
}
