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
    return "Roll back to the previous verified release, or to a given one.";
  }

  @Override
  public String arguments() {
    return "[FOLDER]";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .onOff("full", "Show the whole plan, not only a line for each resource.")
        .onOff("json", "Print an event a line as JSON.")
        .onOff("instant", "Only switch to old machines that are still kept, at once.")
        .text("to", "NUMBER", "Number of the release to roll back to (see `ingot history`).")
        .list("var", "NAME=VALUE", "Value of a sensitive variable: releases store only its hash.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException, InterruptedException {
    return StackRun.run(
        invocation,
        new ReleaseRequest.Rollback(
            number(invocation),
            invocation.given().on("instant"),
            StackRun.inputs(invocation.given())));
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
          "there is no release " + given.get() + "; to list releases: ingot history");
    }
  }
}
