package dev.ingot.state.format;

import dev.ingot.state.StateFormatException.Problem;
import java.util.Optional;

/** A text that is not JSON, or not of the form expected; the message says which and where. */
public final class MisshapenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Problem> problem;

  /** Says what is wrong. */
  public MisshapenException(String message) {
    super(message);
    this.problem = Optional.empty();
  }

  /** Says what is wrong, by the kind of problem that has a name. */
  public MisshapenException(String summary, String detail) {
    super(detail);
    this.problem = Optional.of(new Problem(summary, detail));
  }

  /** The problem as it is to be shown, if it has a name. */
  Optional<Problem> problem() {
    return problem;
  }
}
