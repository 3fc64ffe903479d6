package dev.ingot.cli.command;

import dev.ingot.cli.Command;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.UsageException;
import dev.ingot.cli.up.Stack;
import java.io.IOException;

/** {@code ingot rollback}: deploys an earlier verified release again. */
public final class RollbackCommand implements Command {
  @Override
  public String synopsis() {
    return "Return to the verified release before, or to one named by its number.";
  }

  @Override
  public String arguments() {
    return "[FOLDER]";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .text("to", "NUMBER", "The release to return to, as `ingot history` numbers them.")
        .list(
            "var",
            "NAME=VALUE",
            "Give a sensitive variable its value again: releases keep only its hash.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException, InterruptedException {
    return Stack.run(invocation, Stack::rollback);
  }
}
