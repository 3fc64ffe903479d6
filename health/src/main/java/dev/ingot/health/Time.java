package dev.ingot.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/**
 * The time, waiting, and background work: everything that checks and rollouts do with clocks and
 * threads. It is one parameter, so that a test can move time instead of waiting.
 *
 * <p>Safe for use by several threads at once.
 */
public interface Time extends InstantSource {
  /**
   * Waits for a result, at most until a moment.
   *
   * @return whether it is complete, normally or not
   */
  boolean await(CompletableFuture<?> result, Instant until) throws InterruptedException;

  /**
   * Starts work on a new virtual thread. It must wait only through this object, or for something
   * that happens without time passing.
   */
  Thread start(String name, Runnable work);

  /** Waits for a while. */
  default void sleep(Duration duration) throws InterruptedException {
    boolean _ = await(new CompletableFuture<>(), instant().plus(duration));
  }
}
