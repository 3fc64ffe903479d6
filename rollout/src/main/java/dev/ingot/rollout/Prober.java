package dev.ingot.rollout;

import dev.ingot.address.InstanceAddress;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.Verdict;
import java.util.List;

/** Checks machines, and the release as its users see it. */
public interface Prober {
  /**
   * Runs all checks of the current machine of an instance, within their timeouts. A machine that
   * can't be checked is unhealthy, never healthy.
   */
  Verdict probe(InstanceAddress address, List<HealthCheck> checks) throws InterruptedException;

  /**
   * Runs the checks of the release once, within their timeouts. What can't be checked is unhealthy,
   * never healthy.
   */
  default Verdict release() throws InterruptedException {
    return new Verdict.Healthy("the release", "it has no checks");
  }
}
