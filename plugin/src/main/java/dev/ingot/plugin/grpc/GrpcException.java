package dev.ingot.plugin.grpc;

import java.io.IOException;

/** A plugin answered a call with an error instead of a message. */
public final class GrpcException extends IOException {
  private static final long serialVersionUID = 1;

  private final GrpcStatus status;

  /** With what the plugin said. */
  public GrpcException(GrpcStatus status, String message) {
    super(message);
    this.status = status;
  }

  /** Which error. */
  public GrpcStatus status() {
    return status;
  }
}
