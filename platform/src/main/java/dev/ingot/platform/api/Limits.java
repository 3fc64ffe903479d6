package dev.ingot.platform.api;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Resource limits; empty means unlimited.
 *
 * @param memoryBytes most memory, page cache included, in bytes
 * @param processes most processes and threads at once
 * @param cpus most processor time, in whole processors (0.5 = half of one)
 */
public record Limits(OptionalLong memoryBytes, OptionalLong processes, OptionalDouble cpus) {
  /** No limit at all. */
  public static final Limits NONE =
      new Limits(OptionalLong.empty(), OptionalLong.empty(), OptionalDouble.empty());

  /** These limits, with defaults for those that are empty. */
  public Limits or(Limits others) {
    return new Limits(
        memoryBytes.isPresent() ? memoryBytes : others.memoryBytes,
        processes.isPresent() ? processes : others.processes,
        cpus.isPresent() ? cpus : others.cpus);
  }

  /** Whether there are no limits. */
  public boolean isNone() {
    return memoryBytes.isEmpty() && processes.isEmpty() && cpus.isEmpty();
  }
}
