package dev.ingot.rollout;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.Traffic;
import dev.ingot.health.Verdict;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The machines of a rollout, whatever creates them: which resources are machines, how they are
 * probed, and their last output. A rollout knows nothing else about a platform.
 *
 * <p>Safe for use by several threads at once.
 */
public interface Fleet {
  /** Whether the instances of a resource are machines of this fleet. */
  boolean has(ResourceAddress resource);

  /**
   * Runs all checks of a machine, within their timeouts. A machine that can't be probed is
   * unhealthy, never healthy; one that has exited is dead.
   */
  Verdict probe(Member machine, List<HealthCheck> checks) throws InterruptedException;

  /**
   * The last output of a machine, for people; empty if none is kept. For an unreadable log, the
   * text says why.
   *
   * @param lines the maximum number of lines
   */
  Optional<String> lastWords(Member machine, int lines);

  /** The digest of the image of a machine; empty if it has none. */
  Optional<String> image(ResourceAddress resource, Value attributes);

  /**
   * The names of what a machine of this fleet has that outlives it, such as volumes: its successor
   * can have it only once the machine is gone.
   */
  default Set<String> holds(ResourceAddress resource, Value attributes) {
    return Set.of();
  }

  /**
   * Whether the instances of a resource forward requests to machines of this fleet, as balancers
   * do.
   */
  default boolean isFront(ResourceAddress resource) {
    return false;
  }

  /**
   * Whether users reach machines through a front: healthy if it sends requests to each of these
   * machines that it has as a backend. It may take a moment to see that a new one is healthy.
   */
  default Verdict reach(Member front, List<Member> machines) throws InterruptedException {
    return new Verdict.Healthy(front.address().toString(), "not a front");
  }

  /**
   * Whether users reach any machine through a front: healthy if it has a healthy backend, or is
   * configured to have no backends.
   */
  default Verdict serves(Member front) throws InterruptedException {
    return new Verdict.Healthy(front.address().toString(), "not a front");
  }

  /**
   * What users have got from some machines through a front so far, together; empty if it sends none
   * of them requests, or can't tell.
   */
  default Optional<Traffic> traffic(Member front, List<Member> machines)
      throws InterruptedException {
    return Optional.empty();
  }

  /**
   * One machine, or one front.
   *
   * @param address the instance it is the current object of
   * @param attributes its attributes as they are stored
   */
  record Member(InstanceAddress address, Value attributes) {}
}
