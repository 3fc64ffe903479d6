package dev.ingot.deploy.variable;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Optional;

/** A value given for a variable, not yet converted to its type. */
public sealed interface GivenValue {
  /** Its source in messages, such as {@code set using -var="n=..."}. */
  String origin();

  /** Text, which is an expression if the variable's type requires one. */
  record Text(String text, Channel channel, String name) implements GivenValue {
    @Override
    public String origin() {
      return switch (channel) {
        case OPTION -> "set using -var=\"" + name + "=...\"";
        case ENVIRONMENT -> "set using the TF_VAR_" + name + " environment variable";
        case ANSWER -> "set using an interactive prompt";
      };
    }
  }

  /** The source of text. */
  enum Channel {
    OPTION,
    ENVIRONMENT,
    ANSWER
  }

  /**
   * A value from a file.
   *
   * @param expected whether the file was named on the command line
   * @param problems why it has no value; they matter only where the value is used
   */
  record Filed(Value value, SourceRange place, boolean expected, List<Diagnostic> problems)
      implements GivenValue {
    public Filed {
      problems = List.copyOf(problems);
    }

    @Override
    public String origin() {
      return "set from " + place.file().name();
    }
  }

  /** Its place, if it is in a file. */
  default Optional<SourceRange> range() {
    return this instanceof Filed filed ? Optional.of(filed.place()) : Optional.empty();
  }
}
