package dev.ingot.plugin.yamux;

import java.io.IOException;

/** A connection that is gone, or a peer that breaks the rules; the message says which. */
public final class YamuxException extends IOException {
  private static final long serialVersionUID = 1;

  YamuxException(String message) {
    super(message);
  }
}
