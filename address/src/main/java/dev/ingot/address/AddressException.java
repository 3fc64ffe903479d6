package dev.ingot.address;

/** A text that is not an address. */
public final class AddressException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int offset;

  /**
   * An error at a position of an address.
   *
   * @param offset where in the text, as an index of a character
   */
  public AddressException(String message, int offset) {
    super(message);
    this.offset = offset;
  }

  /** An error of an address as a whole. */
  public AddressException(String message) {
    this(message, 0);
  }

  /** Where in the text the address stops being one, as an index of a character. */
  public int offset() {
    return offset;
  }
}
