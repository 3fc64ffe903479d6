package dev.ingot.cli.command.state;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.deploy.operation.state.StatePush;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateSetupException;
import dev.ingot.state.format.StateFile;
import dev.ingot.storage.RegularFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code ingot state push}. */
public final class StatePushCommand implements Command {
  @Override
  public String synopsis() {
    return "Replace the state with a file.";
  }

  @Override
  public String arguments() {
    return "FILE";
  }

  @Override
  public Flags flags() {
    return StateAccess.flags()
        .onOff("force", "Overwrite a newer or unrelated state, too.")
        .onOff("ignore-remote-version", "No effect.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    List<String> arguments = invocation.given().arguments();
    if (arguments.size() != 1) {
      throw UsageException.ofArguments("Exactly one argument expected.");
    }
    byte[] bytes =
        arguments.getFirst().equals("-")
            ? invocation.terminal().in().readAllBytes()
            : RegularFile.read(invocation.folder().resolve(arguments.getFirst()));
    State pushed;
    try {
      // What an apply could not write, it left as it would have written it.
      pushed =
          StateFile.read(
              StateAccess.encryption(invocation).stateFile(bytes), invocation.wording().titled());
    } catch (StateSetupException e) {
      return StateAccess.refuse(invocation, e.problems());
    } catch (StateException e) {
      return StateAccess.refuse(
          invocation,
          "Error reading source state \"" + arguments.getFirst() + "\": " + e.getMessage());
    }
    Optional<StateSession> opened = StateAccess.open(invocation, "state-push");
    if (opened.isEmpty()) {
      return ExitCode.ERROR;
    }
    try (StateSession session = opened.get()) {
      Optional<String> refusal =
          invocation.given().on("force")
              ? Optional.empty()
              : StatePush.refusal(session.state().snapshot(), pushed);
      if (refusal.isPresent()) {
        return StateAccess.refuse(invocation, "Failed to write state: " + refusal.get());
      }
      StatePush.apply(session, pushed);
      return ExitCode.OK;
    }
  }
}
