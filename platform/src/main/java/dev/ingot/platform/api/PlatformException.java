package dev.ingot.platform.api;

import java.util.Optional;

/**
 * A failure of the embedded platform, described for users: what is wrong, where, and what to do
 * about it. The {@link #code()} is stable, so that callers can tell cases apart.
 */
public final class PlatformException extends Exception {
  /** The kind of failure. */
  public enum Code {
    /** The request itself is wrong (a bad name, an impossible limit). */
    INVALID,
    /** The named object does not exist. */
    NOT_FOUND,
    /** The object exists with a different specification, or is in use. */
    CONFLICT,
    /** A port or an address is used by another process. */
    PORT_TAKEN,
    /** The host does not permit it to this process. */
    FORBIDDEN,
    /** A disk is full or a quota is reached. */
    NO_SPACE,
    /** The agent or a balancer does not answer. */
    UNREACHABLE,
    /** It exceeded its time limit. */
    TIMEOUT,
    /** Anything else. */
    FAILED
  }

  private final Code code;
  private final String remedy;

  /** A failure with a message and, in {@code remedy}, what to do (may be empty). */
  public PlatformException(Code code, String message, String remedy) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }

  /** A failure with the exception that led to it. */
  public PlatformException(Code code, String message, String remedy, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.remedy = remedy;
  }

  /** The kind of failure. */
  public Code code() {
    return code;
  }

  /** What the user can do about it; empty if nothing is known. */
  public Optional<String> remedy() {
    return remedy.isEmpty() ? Optional.empty() : Optional.of(remedy);
  }

  /** The message and the remedy in one text. */
  public String describe() {
    String message = getMessage() == null ? code.name() : getMessage();
    return remedy.isEmpty() ? message : message + "\n" + remedy;
  }
}
