package dev.ingot.bake.docker;

import java.io.IOException;

/** The engine refused a request; the message is the engine's own. */
final class EngineException extends IOException {
  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * With the answer.
   *
   * @param status 200 when the error came within a stream of messages
   */
  EngineException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The status of the response. */
  int status() {
    return status;
  }
}
