package dev.ingot.platform.agent;

import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.host.ProcessIdentity;
import java.time.Instant;
import java.util.Optional;

/**
 * A balancer's record on disk.
 *
 * @param process empty until it has been started
 */
record BalancerEntry(
    String id, BalancerSpec spec, Instant createdAt, Optional<ProcessIdentity> process) {
  BalancerEntry with(BalancerSpec changed) {
    return new BalancerEntry(id, changed, createdAt, process);
  }

  BalancerEntry with(ProcessIdentity started) {
    return new BalancerEntry(id, spec, createdAt, Optional.of(started));
  }
}
