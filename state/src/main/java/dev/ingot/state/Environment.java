package dev.ingot.state;

import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * Clock, randomness and identity for a store.
 *
 * @param clock for times in locks and journals
 * @param random for lineages and the ids of locks
 * @param who user and host, as {@code user@host}
 * @param program the name and version of this program, for messages
 * @param version the version written into snapshots and locks
 * @param cipher encrypts what is kept
 */
public record Environment(
    Clock clock,
    RandomGenerator random,
    String who,
    String program,
    String version,
    StateCipher cipher) {
  /** Without encryption. */
  public Environment(
      Clock clock, RandomGenerator random, String who, String program, String version) {
    this(clock, random, who, program, version, StateCipher.NONE);
  }
}
