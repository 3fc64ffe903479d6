package dev.ingot.lang.value;

/**
 * An operation on numbers that has no result: opposing infinities, zero by zero, or a magnitude
 * beyond {@link BigFloat#MAX_EXPONENT}. The message is for users and has no full stop.
 */
public final class NumberException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  public NumberException(String message) {
    super(message);
  }
}
