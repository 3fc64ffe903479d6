package dev.ingot.plugin.netrpc;

import java.io.IOException;

/** The other side answered a call with an error; the message is its own. */
public final class RpcException extends IOException {
  private static final long serialVersionUID = 1;

  /** With the message of the error. */
  public RpcException(String message) {
    super(message);
  }
}
