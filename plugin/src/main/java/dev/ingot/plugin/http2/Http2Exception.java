package dev.ingot.plugin.http2;

import java.io.IOException;

/** A request was not answered, for a reason on the way; the message says which. */
public final class Http2Exception extends IOException {
  private static final long serialVersionUID = 1;

  /** What ended the request. */
  public enum Reason {
    /** The connection is gone: the peer closed it, or this side did. */
    CLOSED,
    /** The peer broke the rules of the protocol; the connection was closed. */
    MALFORMED,
    /** The peer gave this request up. */
    RESET,
    /** The answer is larger than what is taken. */
    TOO_LARGE
  }

  private final Reason reason;

  /** With what ended it. */
  public Http2Exception(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What ended it. */
  public Reason reason() {
    return reason;
  }

  /** The same for another thread, with its own trace. */
  Http2Exception again() {
    return new Http2Exception(reason, String.valueOf(getMessage()));
  }

  static Http2Exception malformed(String message) {
    return new Http2Exception(Reason.MALFORMED, message);
  }
}
