package dev.ingot.provider;

/**
 * A call of a provider failed: the provider is missing, died, timed out, or was cancelled. The
 * message says which and what to do. A provider's own message about a request is a {@link
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
