package dev.ingot.cli.command.state;

import dev.ingot.cli.Command;
import dev.ingot.cli.Engine;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Invocation;
import dev.ingot.state.StateException;
import dev.ingot.state.StateReading;
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
    Engine engine = Engine.of(invocation);
    try {
      StateReading reading = StateAccess.store(engine).read();
      if (reading.exists()) {
        engine
            .terminal()
            .out()
            .print(new String(StateFile.write(reading.state()), StandardCharsets.UTF_8));
        engine.terminal().out().flush();
      }
      return ExitCode.OK;
    } catch (StateException e) {
      return StateAccess.refuse(engine, "Failed to refresh state: " + e.getMessage());
    }
  }
}
