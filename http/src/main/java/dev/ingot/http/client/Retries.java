package dev.ingot.http.client;

import java.time.Duration;

/**
 * How often and when a request is sent again: when the connection failed and the server can't have
 * acted on it, or may act twice; and when the server says that it has too much to do.
 *
 * @param most how often it is sent again
 * @param first the pause before the first; each further one is twice as long, and up to a half is
 *     left out by chance
 * @param longest no pause of our own is longer
 * @param longestAsked a server that asks for a longer one is not waited for
 */
public record Retries(int most, Duration first, Duration longest, Duration longestAsked) {
  /** What a person waits for. */
  public static final Retries USUAL =
      new Retries(2, Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofSeconds(60));

  /** Once and never again. */
  public static final Retries NONE = new Retries(0, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /** The same, so many times. */
  public Retries withMost(int times) {
    return new Retries(times, first, longest, longestAsked);
  }

  /** The pause before a retry, the first of which has number 0. */
  Duration pause(int number, double chance) {
    long longestMillis = longest.toMillis();
    long millis = Math.min(first.toMillis() << Math.min(number, 20), longestMillis);
    return Duration.ofMillis((long) (millis * (1 - chance / 2)));
  }
}
