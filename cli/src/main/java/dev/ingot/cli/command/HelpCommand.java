package dev.ingot.cli.command;

import dev.ingot.cli.Command;
import dev.ingot.cli.Commands;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Invocation;

/** {@code ingot help}: all commands. */
public final class HelpCommand implements Command {
  @Override
  public String synopsis() {
    return "List all commands.";
  }

  @Override
  public Flags flags() {
    return new Flags();
  }

  @Override
  public int run(Invocation invocation) {
    invocation.terminal().line(Commands.overview());
    return ExitCode.OK;
  }
}
