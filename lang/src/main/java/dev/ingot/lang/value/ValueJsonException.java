package dev.ingot.lang.value;

/**
 * JSON that is not the expected value, or a value that JSON can't represent. The message has the
 * reason, without a full stop.
 */
public final class ValueJsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ValuePath path;

  public ValueJsonException(ValuePath path, String message) {
    super(message);
    this.path = path;
  }

  /** The path in the value. */
  public ValuePath path() {
    return path;
  }
}
