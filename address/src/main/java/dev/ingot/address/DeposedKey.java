package dev.ingot.address;

import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Names an object that has been replaced but not destroyed yet.
 *
 * @param text eight hexadecimal digits
 */
public record DeposedKey(String text) implements Comparable<DeposedKey> {
  public DeposedKey {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("empty deposed key");
    }
  }

  /** A new key. */
  public static DeposedKey random(RandomGenerator random) {
    String digits = Integer.toHexString(random.nextInt());
    return new DeposedKey("0".repeat(8 - digits.length()) + digits);
  }

  /** A new key that is none of those in use. */
  public static DeposedKey unused(RandomGenerator random, Set<DeposedKey> used) {
    DeposedKey key = random(random);
    while (used.contains(key)) {
      key = random(random);
    }
    return key;
  }

  @Override
  public int compareTo(DeposedKey other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
