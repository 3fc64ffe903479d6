package dev.ingot.provider.registry;

import java.io.IOException;

/** A registry or mirror gave no answer that can be used. */
public final class RegistryException extends IOException {
  private static final long serialVersionUID = 1;

  private final Kind kind;
  private final String remedy;

  /** What a caller may have to tell apart. */
  public enum Kind {
    /** The host could not be asked, or its answer is not one of the protocol. */
    UNREACHABLE,
    /** The host wants to know who asks. */
    UNAUTHORIZED,
    /** The host is there and doesn't know what was asked for. */
    NOT_FOUND,
    /** A package speaks a protocol that isn't known here. */
    INCOMPATIBLE,
    /** A package is not what the registry said, or not signed by whom it said. */
    NOT_AUTHENTIC
  }

  /**
   * With what is wrong and what to do.
   *
   * @param remedy a sentence; may be empty
   */
  public RegistryException(Kind kind, String message, String remedy) {
    super(message);
    this.kind = kind;
    this.remedy = remedy;
  }

  /** What kind of problem it is. */
  public Kind kind() {
    return kind;
  }

  /** What to do, as a sentence; may be empty. */
  public String remedy() {
    return remedy;
  }

  /** Message and remedy. */
  public String text() {
    return remedy.isEmpty() ? String.valueOf(getMessage()) : getMessage() + ".\n\n" + remedy;
  }
}
