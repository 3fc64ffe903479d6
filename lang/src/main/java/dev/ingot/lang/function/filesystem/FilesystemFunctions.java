package dev.ingot.lang.function.filesystem;

import dev.ingot.lang.eval.Scope;

/** Functions to come. */
public final class FilesystemFunctions {
  private FilesystemFunctions() {}

  /** The function of a name. */
  public static Scope.Function named(String name) {
    throw new IllegalArgumentException(name);
  }
}
