package dev.ingot.cli.invocation;

import java.io.IOException;

/** One command of the program. */
public interface Command {
  /** What it does, in one line for the list of commands. */
  String synopsis();

  /** The arguments after the name, as usage shows them, such as {@code [FOLDER]}. */
  default String arguments() {
    return "";
  }

  /** Its options. */
  Flags flags();

  /**
   * Runs the command.
   *
   * @return the exit code
   * @throws IOException a file could not be read or written; the message names it
   */
  int run(Invocation invocation) throws UsageException, IOException, InterruptedException;
}
