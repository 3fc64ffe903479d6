package dev.ingot.deploy.stored;

/** Stored JSON that doesn't hold what it should. */
public final class CodecException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public CodecException(String message) {
    super(message);
  }
}
