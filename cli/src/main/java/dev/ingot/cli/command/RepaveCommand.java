package dev.ingot.cli.command;

import dev.ingot.address.AddressException;
import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.up.UpkeepRun;
import dev.ingot.cli.view.UpkeepText;
import dev.ingot.lang.JsonDocument;
import dev.ingot.release.ReleaseResult;
import dev.ingot.release.RequestException;
import dev.ingot.release.StackUpkeep;
import dev.ingot.release.UpkeepEvent;
import dev.ingot.release.document.RepaveDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ingot repave}: replaces machines that are due. */
public final class RepaveCommand implements Command {
  @Override
  public String synopsis() {
    return "Replace the machines that are due by their age, image or vulnerabilities, as far as"
        + " budgets and windows allow now.";
  }

  @Override
  public String arguments() {
    return "[FOLDER]";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .onOff("dry-run", "Only show which machines would be replaced, and which wait for what.")
        .onOff("json", "Print JSON; with -dry-run.")
        .list("machine", "ADDRESS", "Replace this machine now, whatever it is due for.")
        .list("var", "NAME=VALUE", "Value of a sensitive variable: releases store only its hash.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException, InterruptedException {
    boolean dry = invocation.given().on("dry-run");
    boolean json = invocation.given().on("json");
    if (json && !dry) {
      throw new UsageException("-json is an option of ingot repave -dry-run");
    }
    List<InstanceAddress> machines = machines(invocation);
    if (dry && !machines.isEmpty()) {
      throw new UsageException("-machine replaces machines at once; leave out -dry-run");
    }
    return UpkeepRun.run(
        invocation,
        dry,
        event -> show(invocation, event, dry),
        run ->
            dry
                ? plan(invocation, run, json)
                : machines.isEmpty()
                    ? repave(invocation, run)
                    : run.tell(run.upkeep().replace(machines)));
  }

  private static List<InstanceAddress> machines(Invocation invocation) throws UsageException {
    List<InstanceAddress> machines = new ArrayList<>();
    for (String text : invocation.given().list("machine")) {
      try {
        machines.add(InstanceAddress.parse(text));
      } catch (AddressException e) {
        throw new UsageException("-machine takes an instance such as aws_instance.web[0]: " + text);
      }
    }
    return machines;
  }

  private static void show(Invocation invocation, UpkeepEvent event, boolean dry) {
    String line = UpkeepText.line(event);
    boolean said =
        event instanceof UpkeepEvent.Surveyed || event instanceof UpkeepEvent.Ended || dry;
    if (!line.isEmpty() && !said) {
      invocation.terminal().line(Character.toUpperCase(line.charAt(0)) + line.substring(1));
    }
  }

  private static int plan(Invocation invocation, UpkeepRun run, boolean json)
      throws IOException, InterruptedException {
    Optional<StackUpkeep.RepavePlan> plan = run.upkeep().repavePlan();
    if (plan.isEmpty()) {
      return unset(invocation);
    }
    invocation
        .terminal()
        .line(
            json
                ? JsonDocument.text(new RepaveDocument(plan.get()))
                : UpkeepText.repave(plan.get()));
    return ExitCode.OK;
  }

  private static int unset(Invocation invocation) {
    invocation
        .terminal()
        .error("there is no repave block in the *.ingot.hcl files, so no machine is ever due.");
    return ExitCode.ERROR;
  }

  private static int repave(Invocation invocation, UpkeepRun run)
      throws RequestException, IOException, InterruptedException {
    int code = ExitCode.OK;
    boolean replaced = false;
    while (true) {
      StackUpkeep.Pass pass = run.upkeep().run(StackUpkeep.Scope.REPAVE);
      Optional<ReleaseResult> result = pass.result();
      if (result.isEmpty()) {
        if (!replaced) {
          invocation.terminal().line("Nothing to replace now.");
        }
        return code;
      }
      replaced = true;
      code = run.tell(result.get());
      if (!result.get().isSuccess() || run.cancellation().isCancelled()) {
        return code;
      }
    }
  }
}
