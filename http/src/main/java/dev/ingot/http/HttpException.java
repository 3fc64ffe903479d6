package dev.ingot.http;

import java.io.IOException;

/** The peer sent something that is not HTTP/1.1, or exceeds a limit. */
public final class HttpException extends IOException {
  private final int status;
  private final String problem;

  /** With the status a server answers and what is wrong. */
  public HttpException(int status, String message) {
    super(message);
    this.status = status;
    this.problem = message;
  }

  /** What is wrong. */
  public String problem() {
    return problem;
  }

  /** The status to answer with. */
  public int status() {
    return status;
  }
}
