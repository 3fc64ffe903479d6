package dev.ingot.provider;

/**
 * A call of a provider failed: the provider is missing, died, timed out, or was cancelled. The
 * message says which and what to do. A provider's own message about a request is a {@link
 * ProviderDiagnostic} instead.
 */
public final class ProviderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kept a provider from answering. */
  public enum Reason {
    /** It isn't there, or isn't any more. */
    UNREACHABLE,
    /** It doesn't know the call. */
    UNSUPPORTED,
    /** It answered, but with what can't be understood: a mistake of the provider. */
    INVALID_ANSWER
  }

  private final Reason reason;

  /** With a message. */
  public ProviderException(String message) {
    this(Reason.UNREACHABLE, message);
  }

  /** With a message and its cause. */
  public ProviderException(String message, Throwable cause) {
    super(message, cause);
    this.reason = Reason.UNREACHABLE;
  }

  /** With what kept it from answering. */
  public ProviderException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** For an answer that can't be understood. */
  public static ProviderException invalidAnswer(String message) {
    return new ProviderException(Reason.INVALID_ANSWER, message);
  }

  /** What kept it from answering. */
  public Reason reason() {
    return reason;
  }
}
