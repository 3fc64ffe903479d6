package dev.ingot.bake;

import java.util.List;

/** A provisioner or post-processor failed; everything a person needs to see why is in it. */
public final class StepException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<String> command;
  private final transient List<String> lastOutput;

  /**
   * @param message what failed and how, in a sentence
   * @param command what ran, line by line; empty when it isn't a command
   * @param lastOutput the last lines it printed
   */
  public StepException(String message, List<String> command, List<String> lastOutput) {
    super(message);
    this.command = List.copyOf(command);
    this.lastOutput = List.copyOf(lastOutput);
  }

  /** A failure that isn't a command's. */
  public StepException(String message) {
    this(message, List.of(), List.of());
  }

  /** What ran, line by line. */
  public List<String> command() {
    return command;
  }

  /** The last lines it printed. */
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
