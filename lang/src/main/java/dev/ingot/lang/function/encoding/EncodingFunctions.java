package dev.ingot.lang.function.encoding;

import dev.ingot.lang.eval.Scope;

/** Functions to come. */
public final class EncodingFunctions {
  private EncodingFunctions() {}

  /** The function of a name. */
  public static Scope.Function named(String name) {
    throw new IllegalArgumentException(name);
  }
}
