package dev.ingot.state;

import dev.ingot.lang.Diagnostic;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A state can't be reached: its configuration, its backend or its encryption is not right. The
 * problems say why, with places where there are any.
 */
public class StateSetupException extends StateException {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> problems;

  /** Says why. */
  public StateSetupException(List<Diagnostic> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  /** Says why, and after what. */
  protected StateSetupException(Diagnostic problem, String message, Throwable cause) {
    super(message, cause);
    this.problems = List.of(problem);
  }

  /** What is wrong, as it is to be shown; at least one error. */
  public List<Diagnostic> problems() {
    return problems;
  }

  private static String message(List<Diagnostic> problems) {
    return problems.stream()
        .filter(Diagnostic::isError)
        .map(
            each ->
                each.detail().isEmpty() ? each.summary() : each.summary() + "\n\n" + each.detail())
        .collect(Collectors.joining("\n"));
  }
}
