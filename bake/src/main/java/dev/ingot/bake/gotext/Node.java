package dev.ingot.bake.gotext;

import java.util.List;
import java.util.Optional;

/** A part of a Go template. */
sealed interface Node {
  /** Text between actions. */
  record Text(String text) implements Node {}

  /**
   * An action, or a control structure up to its {@code end}.
   *
   * @param source as written
   * @param trimsBefore whether it removes the white space before it
   * @param trimsAfter whether it removes the white space after it
   */
  record Action(String source, boolean trimsBefore, boolean trimsAfter, Statement statement)
      implements Node {}

  /** What an action does. */
  sealed interface Statement {}

  /** A comment. */
  record Comment() implements Statement {}

  /** Something that isn't Go's template language. */
  record Foreign() implements Statement {}

  /**
   * A pipeline whose value is printed, or given to a variable.
   *
   * @param variable the name with its dollar sign
   * @param declares whether the variable is a new one
   */
  record Output(Optional<String> variable, boolean declares, Pipeline pipeline)
      implements Statement {}

  /**
   * {@code if}, {@code with} or {@code range}.
   *
   * @param variables that take the value, or its key and element
   */
  record Block(
      Kind kind, List<String> variables, Pipeline pipeline, List<Node> then, List<Node> otherwise)
      implements Statement {
    public Block {
      variables = List.copyOf(variables);
      then = List.copyOf(then);
      otherwise = List.copyOf(otherwise);
    }
  }

  /** {@code break} or {@code continue}. */
  record Jump(boolean out) implements Statement {}

  /** The kinds of control structures. */
  enum Kind {
    IF,
    WITH,
    RANGE
  }

  /** Commands, each of which gets the result of the one before as its last argument. */
  record Pipeline(List<List<Operand>> commands) {
    public Pipeline {
      commands = List.copyOf(commands);
    }
  }

  /** A word of a command. */
  sealed interface Operand {
    /** A string. */
    record Text(String text) implements Operand {}

    /** A number as written. */
    record Numeral(String text) implements Operand {}

    /** {@code true}, {@code false} or {@code nil}. */
    record Constant(String word) implements Operand {}

    /** The name of a function. */
    record Function(String name) implements Operand {}

    /** The dot and fields of it; no fields for the dot itself. */
    record Fields(List<String> names) implements Operand {
      public Fields {
        names = List.copyOf(names);
      }
    }

    /** A variable, with its dollar sign, and fields of it. */
    record Variable(String name, List<String> fields) implements Operand {
      public Variable {
        fields = List.copyOf(fields);
      }
    }

    /** A pipeline in parentheses, and fields of its result. */
    record Nested(Pipeline pipeline, List<String> fields) implements Operand {
      public Nested {
        fields = List.copyOf(fields);
      }
    }
  }
}
