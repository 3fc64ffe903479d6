package dev.ingot.state;

import java.util.List;

/** A state file that cannot be understood: not JSON, misshapen, encrypted, or from the future. */
public final class StateFormatException extends StateException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * One thing wrong with a state file.
   *
   * @param summary the kind of problem, such as {@code Unsupported state file format}
   * @param detail what exactly, in sentences
   */
  public record Problem(String summary, String detail) {}

  /** Says everything that is wrong. */
  public StateFormatException(List<Problem> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  /** Everything that is wrong, at least one. */
  public List<Problem> problems() {
    return problems;
  }

  private static String message(List<Problem> problems) {
    if (problems.size() == 1) {
      return problems.getFirst().summary() + ": " + problems.getFirst().detail();
    }
    StringBuilder text = new StringBuilder().append(problems.size()).append(" problems:\n");
    for (Problem problem : problems) {
      text.append("\n- ").append(problem.summary()).append(": ").append(problem.detail());
    }
    return text.toString();
  }
}
