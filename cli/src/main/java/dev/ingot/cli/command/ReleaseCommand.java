package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.up.StackRun;
import dev.ingot.release.ReleaseRequest;
import java.io.IOException;

/** {@code ingot release confirm} and {@code abort}: decides about a rollout that waits. */
public final class ReleaseCommand implements Command {
  private final boolean confirm;

  /**
   * @param confirm whether the rollout continues; else it is rolled back
   */
  public ReleaseCommand(boolean confirm) {
    this.confirm = confirm;
  }

  @Override
  public String synopsis() {
    return confirm
        ? "Confirm a rollout that waits for it, and go on with its release."
        : "Roll back a rollout that waits for a confirmation.";
  }

  @Override
  public String arguments() {
    return "[FOLDER]";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .onOff("full", "Show the whole plan, not only a line for each resource.")
        .list("var", "NAME=VALUE", "Value of a sensitive variable: releases store only its hash.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException, InterruptedException {
    return StackRun.run(
        invocation, new ReleaseRequest.Decide(confirm, StackRun.inputs(invocation.given())));
  }
}
