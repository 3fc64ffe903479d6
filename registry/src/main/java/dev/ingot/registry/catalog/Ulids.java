package dev.ingot.registry.catalog;

import java.time.Instant;
import java.util.random.RandomGenerator;

/** ULIDs: 48 bits of time in milliseconds and 80 random bits in Crockford's base 32. */
final class Ulids {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private Ulids() {}

  static String next(Instant time, RandomGenerator random) {
    StringBuilder text = new StringBuilder(26);
    long milliseconds = time.toEpochMilli() & 0xffff_ffff_ffffL;
    for (int shift = 45; shift >= 0; shift -= 5) {
      text.append(ALPHABET.charAt((int) (milliseconds >>> shift) & 31));
    }
    for (int digit = 0; digit < 16; digit++) {
      text.append(ALPHABET.charAt(random.nextInt(32)));
    }
    return text.toString();
  }
}
