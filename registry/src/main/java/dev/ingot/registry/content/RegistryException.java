package dev.ingot.registry.content;

import java.io.Serial;

/** The registry can't do what was asked; the message says what, where and what to do. */
public final class RegistryException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** With a message that is ready for the user. */
  public RegistryException(String message) {
    super(message);
  }

  /** With a message that is ready for the user. */
  public RegistryException(String message, Throwable cause) {
    super(message, cause);
  }
}
