package dev.ingot.rollout;

import dev.ingot.address.InstanceAddress;
import dev.ingot.rollout.core.Event.Health;
import java.util.List;

/** Looks at machines. */
public interface Prober {
  /**
   * Makes all checks of the machine that is current for an instance, within their timeouts. What
   * cannot be seen is unhealthy, never healthy.
   */
  Health probe(InstanceAddress address, List<HealthCheck> checks) throws InterruptedException;
}
