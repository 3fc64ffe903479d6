package dev.ingot.provider;

/**
 * A provider could not answer: it is not there, it died, it took too long, or it was cancelled. The
 * message says which and what to do. What a provider has to say about a request is a {@link
 * ProviderDiagnostic} instead.
 */
public final class ProviderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message. */
  public ProviderException(String message) {
    super(message);
  }

  /** With a message and its cause. */
  public ProviderException(String message, Throwable cause) {
    super(message, cause);
  }
}
