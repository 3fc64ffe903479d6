package dev.ingot.rollout.analysis;

import dev.ingot.address.InstanceAddress;
import dev.ingot.health.Traffic;
import java.util.List;
import java.util.Optional;

/** What users got from machines through balancers. */
@FunctionalInterface
public interface TrafficSource {
  /**
   * What the balancers have counted for some machines so far, together; empty if no balancer sends
   * any of them requests.
   */
  Optional<Traffic> traffic(List<InstanceAddress> machines) throws InterruptedException;
}
