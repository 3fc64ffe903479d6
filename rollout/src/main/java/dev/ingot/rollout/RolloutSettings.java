package dev.ingot.rollout;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.InstanceAddress;
import dev.ingot.health.HealthCheck;
import dev.ingot.lang.SourceRange;
import dev.ingot.rollout.analysis.Analysis;
import dev.ingot.rollout.core.Strategy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One {@code rollout} block: how the instances of resources are replaced.
 *
 * @param name the label
 * @param targets the resources whose instances are replaced, in all instances of their modules
 * @param strategy in which waves and how fast
 * @param order in which order
 * @param checks all of them make a machine healthy; where there is none, a running machine is
 * @param analysis compares new machines with old ones, where the strategy says so
 * @param lastWords what a machine that failed shows; empty for what its platform keeps
 */
public record RolloutSettings(
    String name,
    List<Target> targets,
    Strategy strategy,
    SliceOrder order,
    List<HealthCheck> checks,
    Optional<Analysis> analysis,
    Optional<LastWords> lastWords,
    SourceRange range) {
  public RolloutSettings {
    targets = List.copyOf(targets);
    checks = List.copyOf(checks);
  }

  /**
   * A resource that is replaced.
   *
   * @param range where the settings name it
   */
  public record Target(ConfigResource resource, SourceRange range) {}

  /** Whether an instance is replaced by this rollout. */
  public boolean has(InstanceAddress address) {
    ConfigResource resource = address.resource().configuration();
    return targets.stream().anyMatch(target -> target.resource().equals(resource));
  }

  /** The name under which its log is kept: its targets, so that another label changes nothing. */
  public String logName() {
    return targets.stream()
        .map(target -> target.resource().toString())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** The same with another strategy. */
  public RolloutSettings with(Strategy other) {
    return new RolloutSettings(name, targets, other, order, checks, analysis, lastWords, range);
  }
}
