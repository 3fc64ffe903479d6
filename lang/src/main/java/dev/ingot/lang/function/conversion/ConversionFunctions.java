package dev.ingot.lang.function.conversion;

import dev.ingot.lang.eval.Scope;

/** Functions to come. */
public final class ConversionFunctions {
  private ConversionFunctions() {}

  /** The function of a name. */
  public static Scope.Function named(String name) {
    throw new IllegalArgumentException(name);
  }
}
