package dev.ingot.lang.function.filesystem;

import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;

/** Functions to come. */
public final class FilesystemFunctions {
  private FilesystemFunctions() {}

  /** The function of a name. */
  public static Scope.Function named(String name) {
    return FunctionSpec.named(name)
        .variadic("args", Type.DYNAMIC)
        .body(
            (a, type) -> {
              if (a.size() >= 0) {
                throw new FunctionFailure("pending");
              }
              return Value.of(name);
            });
  }
}
