package dev.ingot.bake;

import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;

/** Gives a template values from outside. One object serves every block of its type. */
public interface DataSource {
  /** The first label of its blocks. */
  String type();

  /** What its blocks hold. */
  Schema schema();

  /** What it gives. */
  Type output();

  /**
   * Checks arguments without reading anything.
   *
   * @throws StepException when they can't be used; the message says why
   * @throws InterruptedException when the calling thread is interrupted
   */
  default void check(Arguments arguments) throws StepException, InterruptedException {}

  /**
   * Reads it.
   *
   * @throws StepException when that failed; the message says what and why
   * @throws InterruptedException when the calling thread is interrupted
   */
  Value read(Arguments arguments) throws StepException, InterruptedException;
}
