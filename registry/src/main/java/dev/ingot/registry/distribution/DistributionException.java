package dev.ingot.registry.distribution;

import java.io.IOException;
import java.io.Serial;

/** An OCI registry gave no answer that can be used. */
public final class DistributionException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final Kind kind;
  private final String remedy;

  /** What a caller may have to tell apart. */
  public enum Kind {
    /** The registry could not be asked, or its answer is not one of the protocol. */
    UNREACHABLE,
    /** The registry wants other credentials. */
    UNAUTHORIZED,
    /** The registry doesn't have what was asked for. */
    NOT_FOUND,
    /** The registry doesn't take or give what was asked for, and says so. */
    REFUSED,
    /** Content is not what its digest says. */
    NOT_AUTHENTIC
  }

  /**
   * With what is wrong and what to do.
   *
   * @param remedy a sentence; may be empty
   */
  public DistributionException(Kind kind, String message, String remedy) {
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

  /** Message and remedy as sentences. */
  public String describe() {
    return getMessage() + "." + (remedy.isEmpty() ? "" : " " + remedy);
  }
}
