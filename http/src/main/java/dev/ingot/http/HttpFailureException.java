package dev.ingot.http;

import java.io.IOException;

/** A request has no response; says which and why. */
public final class HttpFailureException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient HttpFailure failure;

  /**
   * With the request as people may see it.
   *
   * @param request method and address, without anything secret; empty where the caller adds it
   */
  public HttpFailureException(String request, HttpFailure failure) {
    super(request.isEmpty() ? failure.problem() : request + ": " + failure.problem());
    this.failure = failure;
  }

  /** What happened. */
  public HttpFailure failure() {
    return failure;
  }
}
