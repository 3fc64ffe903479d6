package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * {@code ingot completion SHELL}: a script for a shell, with the names of all commands and of their
 * options in it, so that completing starts no program.
 */
public final class CompletionCommand implements Command {
  private final Supplier<SortedMap<String, Command>> commands;

  /** Completes these commands, by their names of one or two words. */
  public CompletionCommand(Supplier<SortedMap<String, Command>> commands) {
    this.commands = commands;
  }

  @Override
  public String synopsis() {
    return "Print a script that completes commands in bash, zsh or fish.";
  }

  @Override
  public String arguments() {
    return "bash|zsh|fish";
  }

  @Override
  public Flags flags() {
    return new Flags();
  }

  @Override
  public int run(Invocation invocation) throws UsageException {
    List<String> words = invocation.arguments(1);
    CompletionScript script = new CompletionScript(commands.get());
    String text =
        switch (words.isEmpty() ? "" : words.getFirst()) {
          case "bash" -> script.bash();
          case "zsh" -> script.zsh();
          case "fish" -> script.fish();
          default ->
              throw new UsageException(
                  "Which shell?",
                  "Choose bash, zsh or fish, such as: source <(ingot completion bash)");
        };
    invocation.terminal().line(text);
    return ExitCode.OK;
  }
}
