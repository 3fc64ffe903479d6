package dev.ingot.deploy.fault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What goes wrong in a run, decided by its seed and by what is asked, never by the order of the
 * asking: the same call of the same run gets the same fault whatever other faults are left out. So
 * a failing run can be made smaller by leaving out one fault after the other.
 */
final class Faults {
  private final long seed;
  private final Set<String> leftOut;
  private final Map<String, Integer> asked = new HashMap<>();
  private final List<String> happened = new ArrayList<>();
  private int run;
  private int oneIn;
  private boolean quiet;

  /**
   * @param leftOut names of faults, as {@link #happened} lists them, that don't happen
   */
  Faults(long seed, Set<String> leftOut) {
    this.seed = seed;
    this.leftOut = Set.copyOf(leftOut);
  }

  /**
   * Begins a run.
   *
   * @param rate in how many calls one goes wrong; 0 for none
   */
  synchronized void begin(int number, int rate) {
    run = number;
    oneIn = rate;
    asked.clear();
  }

  /** A chance that only the seed and its name decide. */
  SplittableRandom chance(String name) {
    long mixed = seed * 0x9E3779B97F4A7C15L + run;
    for (int i = 0; i < name.length(); i++) {
      mixed = (mixed ^ name.charAt(i)) * 0x100000001B3L;
    }
    return new SplittableRandom(mixed);
  }

  /**
   * The fault of a call; the first of the kinds where none happens.
   *
   * @param rarer how many times rarer than the rate of the run
   */
  synchronized <F extends Enum<F>> F at(String call, F[] kinds, int rarer) {
    if (oneIn == 0 || quiet) {
      return kinds[0];
    }
    String name = call + " " + asked.merge(call, 1, Integer::sum);
    SplittableRandom chance = chance(name);
    if (chance.nextInt(oneIn * rarer) != 0) {
      return kinds[0];
    }
    F kind = kinds[1 + chance.nextInt(kinds.length - 1)];
    return happens(kind + " at " + name) ? kind : kinds[0];
  }

  /** Runs something to which nothing happens. */
  void quietly(Runnable action) {
    quiet = true;
    try {
      action.run();
    } finally {
      quiet = false;
    }
  }

  /** Whether a fault happens: it does, unless it is left out. */
  synchronized boolean happens(String fault) {
    String name = "run " + run + ": " + fault;
    if (leftOut.contains(name)) {
      return false;
    }
    happened.add(name);
    return true;
  }

  /** All faults so far, in order. */
  synchronized List<String> happened() {
    return List.copyOf(happened);
  }
}
