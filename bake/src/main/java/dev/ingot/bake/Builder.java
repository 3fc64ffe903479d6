package dev.ingot.bake;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;

/** Prepares the sources of one type. */
public interface Builder {
  /** The first label of its sources. */
  String type();

  /** The schema of its sources. */
  Schema schema();

  /**
   * Checks the arguments of one source. Must not change anything.
   *
   * @param diagnostics receives problems; the result is not used after an error
   */
  Source prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics);
}
