package dev.ingot.rollout;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.Verdict;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Optional;

/**
 * Machines as a rollout meets them, whatever makes them: which resource is a machine, how one is
 * probed, and what one printed last. A rollout knows nothing else of a platform.
 *
 * <p>Safe for use by several threads at once.
 */
public interface Fleet {
  /** Whether the instances of a resource are machines of this fleet. */
  boolean has(ResourceAddress resource);

  /**
   * Makes all checks of a machine, within their timeouts. What can't be seen is unhealthy, never
   * healthy; a machine that has ended is dead.
   */
  Verdict probe(Member machine, List<HealthCheck> checks) throws InterruptedException;

  /**
   * What a machine printed last, for people; empty where nothing is kept of it. A log that exists
   * and can't be read is a text that says why.
   *
   * @param lines at most so many
   */
  Optional<String> lastWords(Member machine, int lines);

  /** The digest of the image a machine was made from; empty where it has none. */
  Optional<String> image(ResourceAddress resource, Value attributes);

  /**
   * Whether the instances of a resource pass requests on to machines of this fleet, such as
   * balancers do.
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
   * One machine, or one front.
   *
   * @param address the instance it is the current object of
   * @param attributes its attributes as they are stored
   */
  record Member(InstanceAddress address, Value attributes) {}
}
