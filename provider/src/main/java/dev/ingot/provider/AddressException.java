package dev.ingot.provider;

/** A text that is not the address of a provider or of a provider's configuration. */
public final class AddressException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong with it. */
  public AddressException(String message) {
    super(message);
  }
}
