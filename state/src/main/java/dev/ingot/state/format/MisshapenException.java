package dev.ingot.state.format;

import dev.ingot.state.StateFormatException.Problem;
import java.util.Optional;

/** A text that is not JSON, or not of the form expected; the message says which and where. */
public final class MisshapenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Problem> problem;
  private final boolean syntax;

  /** Says what is wrong. */
  public MisshapenException(String message) {
    this(message, Optional.empty(), false);
  }

  /** Says what is wrong, by the kind of problem that has a name. */
  public MisshapenException(String summary, String detail) {
    this(detail, Optional.of(new Problem(summary, detail)), false);
  }

  private MisshapenException(String message, Optional<Problem> problem, boolean syntax) {
    super(message);
    this.problem = problem;
    this.syntax = syntax;
  }

  /** The text is not JSON. */
  static MisshapenException syntax(String message) {
    return new MisshapenException(message, Optional.empty(), true);
  }

  /** Two elements are of one instance or resource. */
  static MisshapenException duplicate(String instance) {
    return new MisshapenException(
        "Duplicate resource instance in state",
        "Instance " + instance + " appears multiple times in the state file.");
  }

  /** A field has a value of a kind that it can't have. */
  static MisshapenException invalid(String field, String kind) {
    return new MisshapenException(
        "Invalid state file format",
        "The state file field \"" + field + "\" has invalid value " + kind);
  }

  /** The problem as it is to be shown, if it has a name. */
  Optional<Problem> problem() {
    return problem;
  }

  /** Whether the text is not JSON. */
  boolean isSyntax() {
    return syntax;
  }
}
