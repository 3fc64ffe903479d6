package dev.ingot.cli.command.state;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.Questions;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSetupException;
import java.io.IOException;
import java.util.List;

/** {@code ingot force-unlock}. */
public final class ForceUnlockCommand implements Command {
  @Override
  public String synopsis() {
    return "Remove a stale lock from a state.";
  }

  @Override
  public String arguments() {
    return "LOCK_ID";
  }

  @Override
  public Flags flags() {
    return new Flags().onOff("force", "Don't ask.").text("state", "FILE", "The state.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    List<String> arguments = invocation.given().arguments();
    if (arguments.size() != 1) {
      throw UsageException.ofArguments("Expected a single argument: LOCK_ID");
    }
    if (!invocation.given().on("force")) {
      boolean agreed =
          Questions.approval(
                  invocation.terminal(),
                  "Do you really want to force-unlock?",
                  invocation.wording().product()
                      + " will remove the lock on the state.\nThis will allow others to change it"
                      + " at the same time. Only 'yes' will be accepted to confirm.")
              .filter("yes"::equals)
              .isPresent();
      if (!agreed) {
        invocation.terminal().line("force-unlock cancelled.");
        return ExitCode.ERROR;
      }
    }
    try {
      StateAccess.store(invocation).forceUnlock(arguments.getFirst());
    } catch (StateSetupException e) {
      return StateAccess.refuse(invocation, e.problems());
    } catch (StateException e) {
      return StateAccess.refuse(invocation, "Failed to unlock state: " + e.getMessage());
    }
    invocation
        .terminal()
        .line(
            invocation.wording().product()
                + " state has been successfully unlocked!\n\nThe state has been unlocked, and "
                + invocation.wording().product()
                + " commands should now be able to\nobtain a new lock on the remote state.");
    return ExitCode.OK;
  }
}
