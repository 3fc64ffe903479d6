package dev.ingot.http;

import java.io.IOException;

/** What the peer sent is not HTTP/1.1, or more than is allowed. */
public final class HttpException extends IOException {
  private final int status;
  private final String problem;

  /** With the status a server answers it with and what is wrong. */
  public HttpException(int status, String message) {
    super(message);
    this.status = status;
    this.problem = message;
  }

  /** What is wrong. */
  public String problem() {
    return problem;
  }

  /** The status a server answers with. */
  public int status() {
    return status;
  }
}
