package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.up.StackRun;
import dev.ingot.release.ReleaseRequest;
import java.io.IOException;

/** {@code ingot down}: destroys everything a folder has deployed. Images and history are kept. */
public final class DownCommand implements Command {
  @Override
  public String synopsis() {
    return "Destroy everything a folder has deployed; images and history are kept.";
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
        .list("var", "NAME=VALUE", "Set a variable.")
        .list("var-file", "FILE", "Read values of variables from a file.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException, InterruptedException {
    return StackRun.run(invocation, new ReleaseRequest.Down(StackRun.inputs(invocation.given())));
  }
}
