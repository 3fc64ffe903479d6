package dev.ingot.lang.function.crypto;

import dev.ingot.lang.eval.Scope;

/** Functions to come. */
public final class CryptoFunctions {
  private CryptoFunctions() {}

  /** The function of a name. */
  public static Scope.Function named(String name) {
    throw new IllegalArgumentException(name);
  }
}
