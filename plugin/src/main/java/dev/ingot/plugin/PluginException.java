package dev.ingot.plugin;

import java.io.IOException;
import java.util.List;

/** A plugin could not be started or ended unexpectedly; the message says why. */
public final class PluginException extends IOException {
  private static final long serialVersionUID = 1;

  /** What went wrong. */
  public enum Reason {
    /** It could not be started. */
    NOT_STARTED,
    /** It ended before it could be reached, or while it was in use. */
    ENDED,
    /** It did not print its handshake in time. */
    LATE,
    /** Its first line is not a handshake. */
    NO_HANDSHAKE,
    /** It speaks another version of the protocol. */
    OTHER_PROTOCOL
  }

  private final Reason reason;
  private final transient List<String> lastLines;

  /**
   * @param lastLines the last lines the plugin printed as errors, oldest first
   */
  public PluginException(Reason reason, String message, List<String> lastLines) {
    super(message);
    this.reason = reason;
    this.lastLines = List.copyOf(lastLines);
  }

  /** What went wrong. */
  public Reason reason() {
    return reason;
  }

  /** The last lines the plugin printed as errors, oldest first. */
  public List<String> lastLines() {
    return lastLines;
  }

  /** The message with the last lines below it. */
  public String describe() {
    StringBuilder text = new StringBuilder(String.valueOf(getMessage()));
    if (!lastLines.isEmpty()) {
      text.append("\n\nIts last output:");
      lastLines.forEach(line -> text.append("\n    ").append(line));
    }
    return text.toString();
  }
}
