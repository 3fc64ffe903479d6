package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.up.StackRun;
import dev.ingot.release.ReleaseRequest;
import java.io.IOException;

/** {@code ingot up}: bake, register, promote, plan, roll out. */
public final class UpCommand implements Command {
  @Override
  public String synopsis() {
    return "Bake, promote and roll out a folder in one step.";
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
        .list("var", "NAME=VALUE", "Set a variable of the templates and the configuration.")
        .list("var-file", "FILE", "Read values of variables from a file.")
        .text("message", "TEXT", "Message to record with this release.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException, InterruptedException {
    return StackRun.run(
        invocation,
        new ReleaseRequest.Up(
            StackRun.inputs(invocation.given()), invocation.given().text("message").orElse("")));
  }
}
