package dev.ingot.cli.command.state;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.deploy.configuration.LanguageVersion;
import dev.ingot.state.StateException;
import dev.ingot.state.StateReading;
import dev.ingot.state.StateSetupException;
import dev.ingot.state.format.StateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@code ingot state pull}. */
public final class StatePullCommand implements Command {
  @Override
  public String synopsis() {
    return "Print the state.";
  }

  @Override
  public Flags flags() {
    return new Flags().text("state", "FILE", "The state to read.");
  }

  @Override
  public int run(Invocation invocation) throws IOException {
    try {
      StateReading reading = StateAccess.store(invocation).read();
      if (reading.exists()) {
        invocation
            .terminal()
            .out()
            .print(
                new String(
                    StateFile.write(reading.state().writtenBy(LanguageVersion.TERRAFORM)),
                    StandardCharsets.UTF_8));
        invocation.terminal().out().flush();
      }
      return ExitCode.OK;
    } catch (StateSetupException e) {
      return StateAccess.refuse(invocation, e.problems());
    } catch (StateException e) {
      return StateAccess.refuse(invocation, "Failed to refresh state: " + e.getMessage());
    }
  }
}
