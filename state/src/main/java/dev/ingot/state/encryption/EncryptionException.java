package dev.ingot.state.encryption;

import dev.ingot.lang.Diagnostic;
import dev.ingot.state.StateException;
import java.util.List;
import java.util.stream.Collectors;

/** Something can't be encrypted or decrypted, or it isn't said well how. Never has a secret. */
public final class EncryptionException extends StateException {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> problems;

  /** Says what is wrong. */
  public EncryptionException(String message) {
    super(message);
    problems = List.of(Diagnostic.error("Encryption failed", message));
  }

  /** Says all that is wrong with a configuration. */
  public EncryptionException(List<Diagnostic> problems) {
    super(
        problems.stream()
            .filter(Diagnostic::isError)
            .map(each -> each.summary() + ": " + each.detail())
            .collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Says what is wrong. */
  public EncryptionException(String message, Throwable cause) {
    super(message, cause);
    problems = List.of(Diagnostic.error("Encryption failed", message));
  }

  /** What is wrong, as it is to be shown; at least one error. */
  public List<Diagnostic> problems() {
    return problems;
  }
}
