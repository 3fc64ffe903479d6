package dev.ingot.cli.command.state;

import dev.ingot.cli.Command;
import dev.ingot.cli.Engine;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.UsageException;
import dev.ingot.cli.operation.Questions;
import dev.ingot.state.StateException;
import java.io.IOException;
import java.util.List;

/** {@code ingot force-unlock}. */
public final class ForceUnlockCommand implements Command {
  @Override
  public String synopsis() {
    return "Open the lock of a state that a dead process left locked.";
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
    Engine engine = Engine.of(invocation);
    List<String> arguments = invocation.given().arguments();
    if (arguments.size() != 1) {
      throw UsageException.ofArguments("Expected a single argument: LOCK_ID");
    }
    if (!invocation.given().on("force")) {
      boolean agreed =
          Questions.approval(
                  engine.terminal(),
                  "Do you really want to force-unlock?",
                  engine.wording().product()
                      + " will remove the lock on the state.\nThis will allow others to change it"
                      + " at the same time. Only 'yes' will be accepted to confirm.")
              .filter("yes"::equals)
              .isPresent();
      if (!agreed) {
        engine.terminal().line("force-unlock cancelled.");
        return ExitCode.ERROR;
      }
    }
    try {
      StateAccess.store(engine).forceUnlock(arguments.getFirst());
    } catch (StateException e) {
      return StateAccess.refuse(engine, "Failed to unlock state: " + e.getMessage());
    }
    engine
        .terminal()
        .line(
            engine.wording().product()
                + " state has been successfully unlocked!\n\nThe state has been unlocked, and "
                + engine.wording().product()
                + " commands should now be able to\nobtain a new lock on the remote state.");
    return ExitCode.OK;
  }
}
