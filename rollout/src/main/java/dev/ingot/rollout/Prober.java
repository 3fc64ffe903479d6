package dev.ingot.rollout;

import dev.ingot.address.InstanceAddress;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.Verdict;
import java.util.List;

/** Looks at machines. */
public interface Prober {
  /**
   * Makes all checks of the machine that is current for an instance, within their timeouts. What
   * cannot be seen is unhealthy, never healthy.
   */
  Verdict probe(InstanceAddress address, List<HealthCheck> checks) throws InterruptedException;
}
