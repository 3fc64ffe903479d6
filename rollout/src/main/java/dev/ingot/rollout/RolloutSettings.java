package dev.ingot.rollout;

import dev.ingot.address.ResourceAddress;
import dev.ingot.health.HealthCheck;
import dev.ingot.lang.SourceRange;
import dev.ingot.rollout.core.Strategy;
import java.util.List;

/**
 * One {@code rollout} block: how the instances of a resource are replaced.
 *
 * @param name the label
 * @param target the resource whose instances are replaced
 * @param strategy in which waves and how fast
 * @param checks all of them make a machine healthy; where there is none, a running machine is
 */
public record RolloutSettings(
    String name,
    ResourceAddress target,
    Strategy strategy,
    List<HealthCheck> checks,
    SourceRange range) {
  public RolloutSettings {
    checks = List.copyOf(checks);
  }
}
