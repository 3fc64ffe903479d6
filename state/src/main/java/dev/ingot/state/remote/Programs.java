package dev.ingot.state.remote;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs programs that print credentials, such as the command line of a cloud. */
@FunctionalInterface
public interface Programs {
  /**
   * How a program ended.
   *
   * @param code 0 if all is well
   * @param output what it printed, cut off after some hundred kibibytes
   * @param problem the beginning of what it printed to its standard error
   */
  record Ended(int code, String output, String problem) {
    /** Without what it printed, which may be secret. */
    @Override
    public String toString() {
      return "exit code " + code;
    }
  }

  /**
   * Runs a program to its end, without input.
   *
   * @param command the program and its arguments
   * @param variables added to the environment
   * @param limit after which it is killed
   * @throws IOException if it can't be started, or was killed
   */
  Ended run(List<String> command, Map<String, String> variables, Duration limit) throws IOException;
}
