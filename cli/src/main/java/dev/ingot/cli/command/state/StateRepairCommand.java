package dev.ingot.cli.command.state;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.PlanFlags;
import dev.ingot.deploy.operation.StateProblems;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import java.io.IOException;

/**
 * {@code ingot state repair}: recovers what can be read of a damaged journal, and sets a journal of
 * another state aside.
 */
public final class StateRepairCommand implements Command {
  @Override
  public String synopsis() {
    return "Recover the state from a damaged journal.";
  }

  @Override
  public Flags flags() {
    return StateAccess.flags();
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    try (StateSession session =
        StateAccess.store(invocation)
            .open(PlanFlags.lock(invocation.given(), "state-repair").repairing())) {
      invocation.show(StateProblems.notices(session.notices()));
      invocation
          .terminal()
          .line(
              session.notices().isEmpty()
                  ? "The journal of this state is not damaged."
                  : "The state was recovered. It has "
                      + session.state().snapshot().instances().count()
                      + " resource instances; run a plan, and compare it with what exists.");
      return ExitCode.OK;
    } catch (StateException e) {
      invocation.show(StateProblems.opening(e));
      return ExitCode.ERROR;
    }
  }
}
