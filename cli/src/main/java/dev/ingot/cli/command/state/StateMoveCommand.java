package dev.ingot.cli.command.state;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.PlanFlags;
import dev.ingot.deploy.operation.state.StateMove;
import dev.ingot.lang.Result;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import dev.ingot.state.local.LocalStateStore;
import java.util.List;
import java.util.Optional;

/** {@code ingot state mv}. */
public final class StateMoveCommand implements Command {
  @Override
  public String synopsis() {
    return "Move objects to another address.";
  }

  @Override
  public String arguments() {
    return "FROM TO";
  }

  @Override
  public Flags flags() {
    return StateAccess.flags()
        .onOff("dry-run", "Only show what would be moved.")
        .onOff("ignore-remote-version", "No effect.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException {
    List<String> arguments = invocation.given().arguments();
    if (arguments.size() != 2) {
      throw UsageException.ofArguments("Exactly two arguments expected.");
    }
    String from = arguments.getFirst();
    String to = arguments.getLast();
    boolean dryRun = invocation.given().on("dry-run");
    Optional<StateSession> opened = StateAccess.openSource(invocation, "state-mv");
    if (opened.isEmpty()) {
      return ExitCode.ERROR;
    }
    try (StateSession session = opened.get()) {
      Result<StateMove> move = StateMove.of(session.state().snapshot(), from, to);
      if (move.hasErrors()) {
        return StateAccess.refuse(invocation, move.diagnostics());
      }
      invocation
          .terminal()
          .line((dryRun ? "Would move " : "Move ") + quoted(from) + " to " + quoted(to));
      if (dryRun) {
        return ExitCode.OK;
      }
      Optional<String> other = invocation.given().text("state-out");
      if (other.isPresent()) {
        StateStore store =
            LocalStateStore.onDisk(
                StatePaths.of(invocation.folder().resolve(other.get())),
                StateAccess.environment(invocation));
        try (StateSession target = store.open(PlanFlags.lock(invocation.given(), "state-mv"))) {
          move.get().across(session, target);
        }
      } else {
        move.get().within(session);
      }
      invocation.terminal().line("Successfully moved 1 object(s).");
      return ExitCode.OK;
    }
  }

  private static String quoted(String text) {
    String index = ValuePath.ROOT.index(text).toString();
    return index.substring(1, index.length() - 1);
  }
}
