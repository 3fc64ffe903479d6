package dev.ingot.state.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs programs that print keys or credentials, or encrypt themselves. */
@FunctionalInterface
public interface Programs {
  /**
   * A program to run.
   *
   * @param command the program and its arguments
   * @param variables added to the environment
   * @param input its standard input
   * @param limit after which it is killed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Program(
      List<String> command, Map<String, String> variables, byte[] input, Duration limit) {
    public Program {
      command = List.copyOf(command);
      variables = Map.copyOf(variables);
    }

    /** Without its input, which may be secret. */
    @Override
    public String toString() {
      return String.join(" ", command);
    }
  }

  /**
   * What a program printed.
   *
   * @param exitCode 0 if it succeeded
   * @param output its standard output
   * @param errors the end of its standard error
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Ended(int exitCode, byte[] output, String errors) {
    /** One that printed text. */
    public Ended(int exitCode, String output, String errors) {
      this(exitCode, output.getBytes(StandardCharsets.UTF_8), errors);
    }

    /** Its standard output as text. */
    public String text() {
      return new String(output, StandardCharsets.UTF_8);
    }

    /** Without what it printed, which may be a key. */
    @Override
    public String toString() {
      return "exit code " + exitCode;
    }
  }

  /**
   * Runs a program.
   *
   * @throws IOException if it can't be started, or doesn't end in time
   */
  Ended run(Program program) throws IOException;
}
