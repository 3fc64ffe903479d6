package dev.ingot.release.repave;

/** A number from 0 to below 1 for a name, always the same, evenly spread over similar names. */
final class Share {
  private static final double RANGE = 1L << 53;

  private Share() {}

  static double of(String name) {
    long mixed = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      mixed = (mixed ^ name.charAt(i)) * 0x100000001b3L;
    }
    // The finisher of SplitMix64: without it, names that end in other digits are close together.
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    mixed ^= mixed >>> 31;
    return (mixed >>> 11) / RANGE;
  }
}
