package dev.ingot.plugin.protobuf;

import java.io.IOException;

/** Bytes that are no message of the form that was expected; the message says what is wrong. */
public final class MalformedMessageException extends IOException {
  private static final long serialVersionUID = 1;

  /** With what is wrong. */
  public MalformedMessageException(String message) {
    super(message);
  }
}
