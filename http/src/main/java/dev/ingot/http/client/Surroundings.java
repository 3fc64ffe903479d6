package dev.ingot.http.client;

import dev.ingot.graph.Cancellation;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What a client needs of the world.
 *
 * @param environment proxies and certificates are named in it
 * @param clock the time of day, which servers give as when to come again
 * @param random spreads retries
 */
public record Surroundings(
    Map<String, String> environment,
    NameService names,
    Clock clock,
    RandomGenerator random,
    Pause pause) {

  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of a program on this host. */
  public static Surroundings of(
      Map<String, String> environment, Clock clock, RandomGenerator random) {
    return new Surroundings(
        environment,
        NameService.SYSTEM,
        clock,
        random,
        (length, cancellation) -> cancellation.await(length));
  }

  /** Lets time pass between retries. */
  @FunctionalInterface
  public interface Pause {
    /**
     * Waits.
     *
     * @return whether it was cancelled meanwhile
     */
    boolean await(Duration length, Cancellation cancellation) throws InterruptedException;
  }
}
