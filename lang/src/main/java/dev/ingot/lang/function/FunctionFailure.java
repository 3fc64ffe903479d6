package dev.ingot.lang.function;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.value.Quoting;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A function has no result for its arguments. The message says why, fit for a user and without a
 * full stop.
 */
public final class FunctionFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int NO_ARGUMENT = -1;

  private final int argument;

  /** The call as a whole fails. */
  public FunctionFailure(String message) {
    this(NO_ARGUMENT, message);
  }

  /** One argument, counted from 0, is at fault. */
  public FunctionFailure(int argument, String message) {
    // No stack trace: try() and can() make and drop many of these.
    super(message, null, false, false);
    this.argument = argument;
  }

  /** The argument at fault, from 0, if any. */
  public OptionalInt argument() {
    return argument == NO_ARGUMENT ? OptionalInt.empty() : OptionalInt.of(argument);
  }

  /** The reason. */
  public String reason() {
    String message = getMessage();
    return message == null ? "" : Quoting.abbreviated(message);
  }

  /**
   * The diagnostic for the user.
   *
   * @param function the name used in the call
   * @param argumentRanges the ranges of the arguments
   * @param call the whole call
   */
  public Diagnostic diagnostic(
      String function,
      Optional<Scope.Signature> signature,
      List<SourceRange> argumentRanges,
      SourceRange call) {
    Optional<Scope.Parameter> parameter =
        argument == NO_ARGUMENT ? Optional.empty() : signature.flatMap(s -> s.parameter(argument));
    if (parameter.isEmpty()) {
      return Diagnostic.error(
              "Error in function call",
              "Call to function " + Quoting.quoted(function) + " failed: " + reason() + ".",
              call)
          .in(call);
    }
    return Diagnostic.error(
            "Invalid function argument",
            "Invalid value for "
                + Quoting.quoted(parameter.get().name())
                + " parameter: "
                + reason()
                + ".",
            // An argument that should have been given has no place of its own.
            argument < argumentRanges.size() ? argumentRanges.get(argument) : call)
        .in(call);
  }
}
