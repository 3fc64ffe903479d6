package dev.ingot.state;

/** A text that is not an address of a module, a resource or an instance. */
public final class AddressException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int offset;

  /**
   * Says what is wrong with an address.
   *
   * @param offset where in the text, as an index of a character
   */
  public AddressException(String message, int offset) {
    super(message);
    this.offset = offset;
  }

  /** Where in the text the address stops being one, as an index of a character. */
  public int offset() {
    return offset;
  }
}
