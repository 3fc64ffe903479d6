package dev.ingot.platform.balancer;

import dev.ingot.health.Verdict;
import dev.ingot.platform.api.Backend;
import dev.ingot.storage.log.Field;
import dev.ingot.storage.log.Log;

/** Log entries about a balancer's backends. */
record BackendLog(Log log) {
  /** A backend became healthy or unhealthy, or was checked for the first time. */
  void answered(Backend backend, Verdict health) {
    if (health.isHealthy()) {
      log.info("backend is healthy", id(backend), at(backend));
    } else {
      log.warn(
          "backend is unhealthy", id(backend), at(backend), new Field("why", health.evidence()));
    }
  }

  /** A request could not connect to a backend. */
  void unreachable(Backend backend) {
    log.warn("backend could not be reached", id(backend), at(backend));
  }

  /** A backend was removed from the balancer. */
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
