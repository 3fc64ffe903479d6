package dev.ingot.lang.function.network;

import dev.ingot.lang.eval.Scope;

/** Functions to come. */
public final class NetworkFunctions {
  private NetworkFunctions() {}

  /** The function of a name. */
  public static Scope.Function named(String name) {
    throw new IllegalArgumentException(name);
  }
}
