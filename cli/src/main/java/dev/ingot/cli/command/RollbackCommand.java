package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.up.StackRun;
import dev.ingot.release.ReleaseRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

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
        .onOff("full", "Show the whole plan, not only a line for each resource.")
        .text("to", "NUMBER", "The release to return to, as `ingot history` numbers them.")
        .list(
            "var",
            "NAME=VALUE",
            "Give a sensitive variable its value again: releases keep only its hash.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException, InterruptedException {
    return StackRun.run(
        invocation,
        new ReleaseRequest.Rollback(number(invocation), StackRun.inputs(invocation.given())));
  }

  private static OptionalLong number(Invocation invocation) throws UsageException {
    Optional<String> given = invocation.given().text("to");
    if (given.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(given.get()));
    } catch (NumberFormatException e) {
      throw new UsageException(
          "there is no release " + given.get() + "; all of them: ingot history");
    }
  }
}
