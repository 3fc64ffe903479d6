package dev.ingot.lang.value;

import java.util.OptionalLong;

/**
 * A number of the language: a binary floating-point number with 512 bits of precision, with a fast
 * path for longs.
 */
public final class BigFloat {
  private final long small;

  private BigFloat(long small) {
    this.small = small;
  }

  /** A whole number. */
  public static BigFloat of(long number) {
    return new BigFloat(number);
  }

  /** The number as a long, if it is one. */
  public OptionalLong asLong() {
    return OptionalLong.of(small);
  }
}
