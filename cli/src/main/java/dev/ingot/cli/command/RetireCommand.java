package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.up.UpkeepRun;
import dev.ingot.cli.view.RetirementText;
import dev.ingot.lang.JsonDocument;
import dev.ingot.release.StackRetirement;
import dev.ingot.release.document.RetirementDocument;
import java.io.IOException;
import java.util.Optional;

/** {@code ingot retire}: old versions of images go, if nothing can need them any more. */
public final class RetireCommand implements Command {
  @Override
  public String synopsis() {
    return "Retire versions of images that nothing can need any more, as the retain blocks of a"
        + " folder say: deprecate, later disable, later delete them.";
  }

  @Override
  public String arguments() {
    return "[FOLDER]";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .onOff("dry-run", "Only show of each version what keeps it, or why and when it goes.")
        .onOff("json", "Print JSON; with -dry-run.")
        .text(
            "forget",
            "DIR",
            "Record that nothing of the stack in this folder exists any more, so that its lost"
                + " state keeps no image; then end.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException, InterruptedException {
    boolean dry = invocation.given().on("dry-run");
    boolean json = invocation.given().on("json");
    if (json && !dry) {
      throw new UsageException("-json is an option of ingot retire -dry-run");
    }
    Optional<String> forgotten = invocation.given().text("forget");
    return UpkeepRun.run(
        invocation,
        true,
        event -> {},
        run ->
            forgotten.isPresent()
                ? forget(invocation, run, forgotten.get())
                : dry ? plan(invocation, run, json) : retire(invocation, run));
  }

  private static int forget(Invocation invocation, UpkeepRun run, String stack) {
    String name = invocation.folder().resolve(stack).normalize().toString();
    if (!run.retirement().forget(name)) {
      invocation.terminal().error("nothing was ever deployed from " + name);
      return ExitCode.ERROR;
    }
    invocation
        .terminal()
        .line("Forgotten: " + name + ". A new apply or release there makes it known again.");
    return ExitCode.OK;
  }

  private static int plan(Invocation invocation, UpkeepRun run, boolean json)
      throws IOException, InterruptedException {
    StackRetirement.Plan plan = run.retirement().plan();
    if (!plan.isSet()) {
      return unset(invocation);
    }
    invocation
        .terminal()
        .line(
            json
                ? JsonDocument.text(new RetirementDocument(plan.verdicts(), plan.frees()))
                : RetirementText.table(plan));
    return ExitCode.OK;
  }

  private static int retire(Invocation invocation, UpkeepRun run)
      throws IOException, InterruptedException {
    StackRetirement.Pass pass =
        run.retirement().run(due -> show(invocation, RetirementText.line(due)));
    if (!pass.plan().isSet()) {
      return unset(invocation);
    }
    RetirementText.after(pass).forEach(line -> show(invocation, line));
    if (pass.done().isEmpty() && pass.left().isEmpty() && pass.blobs() == 0) {
      invocation
          .terminal()
          .line("Nothing to retire now. To see what keeps each version: ingot retire -dry-run");
    }
    return ExitCode.OK;
  }

  private static void show(Invocation invocation, String line) {
    invocation.terminal().line(Character.toUpperCase(line.charAt(0)) + line.substring(1));
    invocation.terminal().flush();
  }

  private static int unset(Invocation invocation) {
    invocation
        .terminal()
        .error("there is no retain block in the *.ingot.hcl files, so every version is kept.");
    return ExitCode.ERROR;
  }
}
