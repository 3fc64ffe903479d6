package dev.ingot.platform.balancer;

import dev.ingot.health.Verdict;
import dev.ingot.platform.api.Backend;
import dev.ingot.storage.log.Field;
import dev.ingot.storage.log.Log;

/** What a balancer's log says of its backends. */
record BackendLog(Log log) {
  /** It became healthy or unhealthy, or answered for the first time. */
  void answered(Backend backend, Verdict health) {
    if (health.isHealthy()) {
      log.info("backend is healthy", id(backend), at(backend));
    } else {
      log.warn(
          "backend is unhealthy", id(backend), at(backend), new Field("why", health.evidence()));
    }
  }

  /** A request found that it takes no connection. */
  void unreachable(Backend backend) {
    log.warn("backend could not be reached", id(backend), at(backend));
  }

  /** It is none of the balancer's any more. */
  void removed(Backend backend) {
    log.info("backend was drained and removed", id(backend), at(backend));
  }

  private static Field id(Backend backend) {
    return new Field("backend", backend.id());
  }

  private static Field at(Backend backend) {
    return new Field("at", backend.endpoint());
  }
}
