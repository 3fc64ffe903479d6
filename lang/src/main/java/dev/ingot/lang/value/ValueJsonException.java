package dev.ingot.lang.value;

/**
 * JSON that is not the value that was asked for, or a value that JSON can't stand for. The message
 * says what is wrong, without a full stop.
 */
public final class ValueJsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ValuePath path;

  public ValueJsonException(ValuePath path, String message) {
    super(message);
    this.path = path;
  }

  /** Where in the value. */
  public ValuePath path() {
    return path;
  }
}
