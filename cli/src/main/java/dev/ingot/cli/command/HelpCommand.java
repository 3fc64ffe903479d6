package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import java.util.function.IntFunction;

/** {@code ingot help}: all commands. */
public final class HelpCommand implements Command {
  private final IntFunction<String> overview;

  /** Shows a list of commands, made for a number of columns. */
  public HelpCommand(IntFunction<String> overview) {
    this.overview = overview;
  }

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
    invocation.terminal().line(overview.apply(invocation.terminal().width() - 1));
    return ExitCode.OK;
  }
}
