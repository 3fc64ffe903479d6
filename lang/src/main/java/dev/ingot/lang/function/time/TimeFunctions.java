package dev.ingot.lang.function.time;

import dev.ingot.lang.eval.Scope;

/** Functions to come. */
public final class TimeFunctions {
  private TimeFunctions() {}

  /** The function of a name. */
  public static Scope.Function named(String name) {
    throw new IllegalArgumentException(name);
  }
}
