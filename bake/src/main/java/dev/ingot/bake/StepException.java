package dev.ingot.bake;

import java.util.List;

/** A provisioner or post-processor failed; contains everything a user needs to see why. */
public final class StepException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<String> command;
  private final transient List<String> lastOutput;

  /**
   * @param message what failed and how, in a sentence
   * @param command the command, line by line; empty if there was none
   * @param lastOutput the last lines of its output
   */
  public StepException(String message, List<String> command, List<String> lastOutput) {
    super(message);
    this.command = List.copyOf(command);
    this.lastOutput = List.copyOf(lastOutput);
  }

  /** A failure without a command. */
  public StepException(String message) {
    this(message, List.of(), List.of());
  }

  /** The command, line by line. */
  public List<String> command() {
    return command;
  }

  /** The last lines of its output. */
  public List<String> lastOutput() {
    return lastOutput;
  }

  /** The message with the command and its last output below it. */
  public String describe() {
    StringBuilder text = new StringBuilder(String.valueOf(getMessage()));
    if (!command.isEmpty()) {
      text.append("\n\nThe command:");
      command.forEach(line -> text.append("\n    ").append(line));
    }
    if (!lastOutput.isEmpty()) {
      text.append("\n\nIts last output:");
      lastOutput.forEach(line -> text.append("\n    ").append(line));
    } else if (!command.isEmpty()) {
      text.append("\n\nIt printed nothing.");
    }
    return text.toString();
  }
}
