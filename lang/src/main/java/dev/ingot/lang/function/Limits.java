package dev.ingot.lang.function;

import dev.ingot.lang.value.Values;

/** Limits for results of functions, so that a small text can't exhaust the memory. */
public final class Limits {
  /** The longest text a function makes, in UTF-16 units. */
  public static final int TEXT = 64 << 20;

  /** The longest list a function makes. */
  public static final int ELEMENTS = 4 << 20;

  /** The greatest width or precision of a formatted value. */
  public static final int WIDTH = 1 << 20;

  /** How deep decoded documents may be nested. */
  public static final int DEPTH = Values.MAX_DEPTH;

  private Limits() {}

  /** Refuses a text of more than {@link #TEXT} units. */
  public static void requireText(long length) throws FunctionFailure {
    if (length > TEXT) {
      throw new FunctionFailure(
          "the result would be longer than " + TEXT + " characters, the limit");
    }
  }

  /** Refuses a list of more than {@link #ELEMENTS} elements. */
  public static void requireElements(long count) throws FunctionFailure {
    if (count > ELEMENTS) {
      throw new FunctionFailure(
          "the result would have more than " + ELEMENTS + " elements, the limit");
    }
  }
}
