package dev.ingot.cli.command.state;

import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.deploy.operation.state.StateRemoval;
import dev.ingot.lang.Result;
import dev.ingot.state.StateSession;
import java.util.List;
import java.util.Optional;

/** {@code ingot state rm}. */
public final class StateRemoveCommand implements Command {
  @Override
  public String synopsis() {
    return "Forget objects without destroying them.";
  }

  @Override
  public String arguments() {
    return "ADDRESS...";
  }

  @Override
  public Flags flags() {
    return StateAccess.flags()
        .onOff("dry-run", "Only show what would be removed.")
        .onOff("ignore-remote-version", "No effect.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException {
    List<String> arguments = invocation.given().arguments();
    if (arguments.isEmpty()) {
      throw UsageException.ofArguments("At least one address is required.");
    }
    boolean dryRun = invocation.given().on("dry-run");
    Optional<StateSession> opened = StateAccess.open(invocation, "state-rm");
    if (opened.isEmpty()) {
      return ExitCode.ERROR;
    }
    try (StateSession session = opened.get()) {
      Result<StateRemoval> removal = StateRemoval.of(session.state().snapshot(), arguments);
      if (removal.hasErrors()) {
        return StateAccess.refuse(invocation, removal.diagnostics());
      }
      List<InstanceAddress> found = removal.get().instances();
      for (InstanceAddress address : found) {
        invocation.terminal().line((dryRun ? "Would remove " : "Removed ") + address);
      }
      if (!dryRun) {
        removal.get().apply(session);
        invocation
            .terminal()
            .line("Successfully removed " + found.size() + " resource instance(s).");
      }
      return ExitCode.OK;
    }
  }
}
