package dev.ingot.state;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.SplittableRandom;

/** Worlds for tests: always the same moment, always the same chance. */
public final class Environments {
  private Environments() {}

  /** The world of a test. */
  public static Environment fixed() {
    return new Environment(
        Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC),
        new SplittableRandom(7),
        "somebody@here",
        "Ingot 0.0.0",
        "1.11.4");
  }

  /** The same, where states are encrypted. */
  public static Environment encrypted(StateCipher cipher) {
    Environment fixed = fixed();
    return new Environment(
        fixed.clock(), fixed.random(), fixed.who(), fixed.program(), fixed.version(), cipher);
  }
}
