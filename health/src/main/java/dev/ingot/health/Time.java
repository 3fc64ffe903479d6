package dev.ingot.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/**
 * The time, waiting for it, and work beside: all that checks and rollouts have to do with clocks
 * and threads. It is one parameter, so that a test moves the time and nothing in it waits.
 *
 * <p>Safe for use by several threads at once.
 */
public interface Time extends InstantSource {
  /**
   * Waits for a result, at most until a moment.
   *
   * @return whether it is complete, in whatever way
   */
  boolean await(CompletableFuture<?> result, Instant until) throws InterruptedException;

  /**
   * Starts work on a virtual thread of its own. Such work waits through this object only, or for
   * what needs no time to pass.
   */
  Thread start(String name, Runnable work);

  /** Waits for a while. */
  default void sleep(Duration duration) throws InterruptedException {
    boolean _ = await(new CompletableFuture<>(), instant().plus(duration));
  }
}
