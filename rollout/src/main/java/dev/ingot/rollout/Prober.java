package dev.ingot.rollout;

import dev.ingot.address.InstanceAddress;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.Verdict;
import java.util.List;

/** Checks machines. */
public interface Prober {
  /**
   * Runs all checks of the current machine of an instance, within their timeouts. A machine that
   * can't be checked is unhealthy, never healthy.
   */
  Verdict probe(InstanceAddress address, List<HealthCheck> checks) throws InterruptedException;
}
