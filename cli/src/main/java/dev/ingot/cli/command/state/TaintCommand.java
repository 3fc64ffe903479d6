package dev.ingot.cli.command.state;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.deploy.operation.state.StateSelection;
import dev.ingot.deploy.operation.state.Taint;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.state.StateSession;
import java.util.List;
import java.util.Optional;

/** {@code ingot taint} and {@code ingot untaint}. */
public final class TaintCommand implements Command {
  private final boolean taint;

  /** Taints, or untaints. */
  public TaintCommand(boolean taint) {
    this.taint = taint;
  }

  @Override
  public String synopsis() {
    return taint
        ? "Mark an object to be replaced by the next apply."
        : "Remove the taint from an object.";
  }

  @Override
  public String arguments() {
    return "ADDRESS";
  }

  @Override
  public Flags flags() {
    return StateAccess.flags()
        .onOff("allow-missing", "Succeed even if there is no such object.")
        .onOff("ignore-remote-version", "No effect.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException {
    List<String> arguments = invocation.given().arguments();
    if (arguments.size() != 1) {
      throw UsageException.ofArguments(
          "The " + (taint ? "taint" : "untaint") + " command expects exactly one argument.");
    }
    Result<InstanceAddress> parsed = StateSelection.instance(arguments.getFirst());
    if (parsed.hasErrors()) {
      return StateAccess.refuse(invocation, parsed.diagnostics());
    }
    InstanceAddress address = parsed.get();
    if (taint && address.resource().mode() != ResourceMode.MANAGED) {
      return StateAccess.refuse(invocation, "Resource instance " + address + " cannot be tainted");
    }
    Optional<StateSession> opened = StateAccess.open(invocation, taint ? "taint" : "untaint");
    if (opened.isEmpty()) {
      return ExitCode.ERROR;
    }
    try (StateSession session = opened.get()) {
      Taint change = taint ? Taint.TAINT : Taint.UNTAINT;
      return switch (change.apply(session, address)) {
        case Taint.Outcome.Done _ -> {
          invocation
              .terminal()
              .line(
                  "Resource instance "
                      + address
                      + (taint
                          ? " has been marked as tainted."
                          : " has been successfully untainted."));
          yield ExitCode.OK;
        }
        case Taint.Outcome.Missing(Diagnostic problem) -> missing(invocation, address, problem);
        case Taint.Outcome.Refused(Diagnostic problem) -> StateAccess.refuse(invocation, problem);
      };
    }
  }

  private static int missing(Invocation invocation, InstanceAddress address, Diagnostic problem) {
    if (!invocation.given().on("allow-missing")) {
      return StateAccess.refuse(invocation, problem);
    }
    invocation.show(
        List.of(
            Diagnostic.warning(
                "No such resource instance",
                "Resource instance "
                    + address
                    + " was not found, but this is not an error because -allow-missing was set.")));
    return ExitCode.OK;
  }
}
